#include "platform/config/config.hpp"

#include <unistd.h>

#include <doctest/doctest.h>

#include <fstream>

using namespace kontor::platform;

namespace {

enum class Level { debug, info };
BOOST_DESCRIBE_ENUM(Level, debug, info)

struct Http {
    std::string listen_on = "127.0.0.1";
    Whole<1, 65535> port = *Whole<1, 65535>::accept(8080);
    std::vector<std::string> origins{};
    double share = 0.5;
};
BOOST_DESCRIBE_STRUCT(Http, (), (listen_on, port, origins, share))

struct Mail {
    std::string host;
};
BOOST_DESCRIBE_STRUCT(Mail, (), (host))

struct Shop {
    std::string name = "Kontor";
    bool open = true;
    Level level = Level::info;
    std::optional<std::string> secret{};
    Http http{};
    std::optional<Mail> mail{};
};
BOOST_DESCRIBE_STRUCT(Shop, (), (name, open, level, secret, http, mail))

class File {
public:
    explicit File(std::string_view text) {
        static int count = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("kontor_config_" + std::to_string(getpid()) + "_" + std::to_string(++count));
        std::ofstream(path_) << text;
    }
    ~File() { std::filesystem::remove(path_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

Result<Shop> read_text(std::string_view yaml, const Environment& environment = {}) {
    const File file(yaml);
    return read_config<Shop>(file.path(), environment);
}

}  // namespace

TEST_CASE("without file and variables every key has its default") {
    const auto shop = read_config<Shop>({}, {});
    REQUIRE(shop.has_value());
    CHECK(shop->name == "Kontor");
    CHECK(shop->http.port == 8080);
    CHECK_FALSE(shop->mail);
}

TEST_CASE("a file changes the keys it names and keeps the others") {
    const auto shop = read_text("level: debug\nhttp:\n  port: 9090\n  origins: [a, b]\n");
    REQUIRE(shop.has_value());
    CHECK(shop->level == Level::debug);
    CHECK(shop->http.port == 9090);
    CHECK(shop->http.origins == std::vector<std::string>{"a", "b"});
    CHECK(shop->http.listen_on == "127.0.0.1");
    CHECK(shop->name == "Kontor");
}

TEST_CASE("an empty file and a section whose keys are all commented out change nothing") {
    CHECK(read_text("")->http.port == 8080);
    CHECK(read_text("http:\n  # port: 1\n")->http.port == 8080);
    CHECK(read_text("mail:\n")->mail.has_value() == false);
}

TEST_CASE("a variable overrides the file, also for keys with underscores") {
    const auto shop = read_text("http:\n  port: 1\n", {{"KONTOR_HTTP_PORT", "2"},
                                                       {"KONTOR_HTTP_LISTEN_ON", "0.0.0.0"},
                                                       {"KONTOR_HTTP_ORIGINS", "[x, y]"},
                                                       {"KONTOR_HTTP_SHARE", "1"},
                                                       {"KONTOR_OPEN", "false"},
                                                       {"KONTOR_LEVEL", "debug"},
                                                       {"KONTOR_UNKNOWN", "?"},
                                                       {"HTTP_PORT", "3"}});
    REQUIRE(shop.has_value());
    CHECK(shop->http.port == 2);
    CHECK(shop->http.listen_on == "0.0.0.0");
    CHECK(shop->http.origins == std::vector<std::string>{"x", "y"});
    CHECK(shop->http.share == 1.0);
    CHECK_FALSE(shop->open);
    CHECK(shop->level == Level::debug);
}

TEST_CASE("a variable of a section that names no key is an error") {
    const auto shop = read_text("", {{"KONTOR_HTTP_PORT", "1"}, {"KONTOR_HTTP_PROT", "1"}});
    REQUIRE_FALSE(shop.has_value());
    CHECK(shop.error().message.starts_with("KONTOR_HTTP_PROT "));
}

TEST_CASE("a text's variable is taken as it is") {
    const auto shop = read_config<Shop>(
        {},
        {{"KONTOR_SECRET", "0123"}, {"KONTOR_NAME", "true: [\""}, {"KONTOR_HTTP_LISTEN_ON", ""}});
    REQUIRE(shop.has_value());
    CHECK(shop->secret == "0123");
    CHECK(shop->name == "true: [\"");
    CHECK(shop->http.listen_on == "");
}

TEST_CASE("a variable of several texts has commas between them") {
    const auto origins = [](const std::string& variable) {
        return read_text("http: {origins: [z]}", {{"KONTOR_HTTP_ORIGINS", variable}})->http.origins;
    };
    CHECK(origins("a") == std::vector<std::string>{"a"});
    CHECK(origins("a, b c ,1") == std::vector<std::string>{"a", "b c", "1"});
    CHECK(origins("") == std::vector<std::string>{});
}

TEST_CASE("an optional section is there once the file or a variable names it") {
    CHECK(read_text("mail: {host: a}")->mail->host == "a");
    CHECK(read_config<Shop>({}, {{"KONTOR_MAIL", "{host: b}"}})->mail->host == "b");
}

TEST_CASE("errors name the file, the dotted key and what is allowed") {
    const File file("nmae: x\nhttp:\n  port: 70000\n  origins: [1]\nlevel: loud\nopen: no\n");
    const auto shop = read_config<Shop>(file.path(), {});
    REQUIRE_FALSE(shop.has_value());
    CHECK(shop.error().code == "config.invalid");
    const auto path = file.path().string();
    const auto says = [&](const std::string& line) {
        return shop.error().message.find(path + ": " + line) != std::string::npos;
    };
    CHECK(says("http.port must be a whole number from 1 to 65535"));
    CHECK(says("http.origins.0 must be a string"));
    CHECK(says("level must be one of debug, info"));
    CHECK(says("open must be true or false"));
    CHECK(says("nmae is not known; known here: name, open, level, secret, http, mail"));
    CHECK(shop.error().problems.size() == 5);
}

TEST_CASE("a section that is no section is an error whatever the variables say") {
    const auto shop = read_text("http: 8080\n", {{"KONTOR_HTTP_PORT", "1"}});
    REQUIRE_FALSE(shop.has_value());
    CHECK(shop.error().message.find("http must be an object") != std::string::npos);
}

TEST_CASE("an error of a variable names the variable") {
    const auto bad_value = read_text("", {{"KONTOR_HTTP_PORT", "eighty"}});
    REQUIRE_FALSE(bad_value.has_value());
    CHECK(bad_value.error().message == "KONTOR_HTTP_PORT: http.port must be a whole number");
    const auto bad_yaml = read_text("", {{"KONTOR_HTTP_ORIGINS", "[a"}});
    REQUIRE_FALSE(bad_yaml.has_value());
    CHECK(bad_yaml.error().code == "config.malformed");
    CHECK(bad_yaml.error().message.starts_with("KONTOR_HTTP_ORIGINS, line 1, column "));
    const auto bad_element = read_text("", {{"KONTOR_HTTP_ORIGINS", "[1]"}});
    REQUIRE_FALSE(bad_element.has_value());
    CHECK(bad_element.error().message == "KONTOR_HTTP_ORIGINS: http.origins.0 must be a string");
}

TEST_CASE("a file that cannot be read or is no YAML is refused") {
    const auto missing = read_config<Shop>("/nowhere/kontor.yaml", {});
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().code == "config.unreadable");
    CHECK(missing.error().message.starts_with("/nowhere/kontor.yaml "));
    CHECK(read_config<Shop>("/tmp", {}).error().code == "config.unreadable");
    const auto twice = read_text("name: a\nname: b\n");
    REQUIRE_FALSE(twice.has_value());
    CHECK(twice.error().code == "config.malformed");
    CHECK(twice.error().message.find(", line 2, column 1: the key name") != std::string::npos);
}

TEST_CASE("the process's variables are all there") {
    setenv("KONTOR_TEST_OF_CONFIG", "a=b", 1);
    CHECK(process_environment().at("KONTOR_TEST_OF_CONFIG") == "a=b");
    unsetenv("KONTOR_TEST_OF_CONFIG");
}

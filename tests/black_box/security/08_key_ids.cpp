#include "members.hpp"
#include "raw_listener.hpp"
#include "response_times.hpp"

#include <doctest/doctest.h>
#include <sys/inotify.h>
#include <boost/json.hpp>

#include <fstream>
#include <vector>

namespace kontor::test {

namespace {

// A file with what would verify a token, were it looked into.
class WatchedFile {
public:
    explicit WatchedFile(const std::string& content)
        : path_(directory_.write("key", content)), watch_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
        if (inotify_add_watch(watch_, path_.c_str(), IN_OPEN | IN_ACCESS) < 0)
            throw std::runtime_error("cannot watch a file");
    }
    ~WatchedFile() { close(watch_); }
    WatchedFile(const WatchedFile&) = delete;

    const std::string& path() const { return path_; }
    // Since it was asked last.
    bool was_opened() const {
        char events[4096];
        return read(watch_, events, sizeof events) > 0;
    }

private:
    TemporaryDirectory directory_;
    std::string path_;
    int watch_;
};

// All that does not tell of the one request.
std::string said(const Answer& answer) {
    auto problem = answer.json().as_object();
    problem.erase("request_id");
    return std::to_string(answer.status) + boost::json::serialize(problem);
}

// As anybody can make it who knows the names of the keys, which are published.
std::string signed_by_nobody(const Forger& forger, const Member& member) {
    auto token = forger.sign(forger.header(), Forger::claims(member));
    auto& letter = token[token.rfind('.') + 10];
    letter = letter == 'A' ? 'B' : 'A';
    return token;
}

}  // namespace

TEST_CASE("8: a key that there is none of signs nobody in, whatever its name is") {
    const auto member = new_member("kids08");
    const Forger forger;
    const auto wrong_signature = said(me_with(signed_by_nobody(forger, member)));
    REQUIRE(wrong_signature.starts_with("401"));
    for (const std::string id : {"unknown", "../../etc/passwd", "' OR 1=1", "' OR '1'='1' --",
                                 "/dev/null", "\n", "0", "%00", "skey_00000000000000000000000000"})
        CHECK(said(me_with(forger.sign(forger.header(id), Forger::claims(member)))) ==
              wrong_signature);
    for (const auto& id : std::vector<boost::json::value>{nullptr, 1, boost::json::object{},
                                                          boost::json::string(4000, 'k')}) {
        auto header = boost::json::parse(forger.header()).as_object();
        header["kid"] = id;
        CHECK(said(me_with(forger.sign(boost::json::serialize(header), Forger::claims(member)))) ==
              wrong_signature);
    }
}

TEST_CASE("8: a key is looked for in no file and at no address") {
    const auto member = new_member("places08");
    const Forger forger;
    const WatchedFile file(forger.public_key());
    const RawListener attacker;
    std::string up;
    for (int i = 0; i < 20; ++i) up += "../";
    const auto from_here = std::filesystem::relative(file.path()).string();
    for (const auto& id :
         {file.path(), "file://" + file.path(), up + file.path().substr(1), from_here,
          "http://127.0.0.1:" + std::to_string(attacker.port()) + "/keys",
          "127.0.0.1:" + std::to_string(attacker.port())})
        CHECK(me_with(forger.sign(forger.header(id), Forger::claims(member))).status == 401);
    CHECK_FALSE(attacker.was_called());
    CHECK_FALSE(file.was_opened());
    // Whoever opens it is seen.
    CHECK(std::ifstream(file.path()).get() >= 0);
    CHECK(file.was_opened());
}

TEST_CASE("8: whether there is a key of that name, time does not tell") {
    const auto member = new_member("latency08");
    const Forger forger;
    auto client = open_shop().stranger();
    client.keep_connection();
    const auto ask = [&](const std::string& token) {
        CHECK(client.get("/v1/me", {{"Authorization", "Bearer " + token}}).status == 401);
    };
    const auto wrong_signature = signed_by_nobody(forger, member);
    ask(wrong_signature);
    for (const std::string id :
         {"key_00000000000000000000000000", "../../etc/passwd", "' OR 1=1"}) {
        INFO(id);
        const auto no_key = forger.sign(forger.header(id), Forger::claims(member));
        CHECK(are_as_fast([&](int) { ask(wrong_signature); }, [&](int) { ask(no_key); }, 400, 0.1));
    }
}

}  // namespace kontor::test

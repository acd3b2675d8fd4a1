// What is sent, what it is answered, and what lies on the disk after.
#include "program.hpp"

#include "support/http_probe.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <boost/json/value.hpp>

namespace kontor::test {

namespace {

using namespace std::string_literals;

// One grey point.
const auto dot =
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDAT"
    "\x78\x9c\x63\x68\0\0\0\x82\0\x81\x77\xcd\x72\xb6\0\0\0\0IEND\xae\x42\x60\x82"s;

std::string with_size(std::string png, const std::string& width, const std::string& height) {
    return png.replace(16, 4, width).replace(20, 4, height);
}

struct Shop {
    Shop() {
        const auto created =
            run({"user", "create", "--email", "boss@example.org", "--role", "admin"}, environment,
                "a long enough password\n");
        REQUIRE_EQ(created.status, 0);
        const auto signed_in =
            probe.post("/v1/auth/login",
                       R"({"email":"boss@example.org","password":"a long enough password"})");
        REQUIRE_EQ(signed_in.status, 200);
        probe.always_send("Authorization", "Bearer " + signed_in.text("/access_token"));
    }

    Answer send(const std::string& bytes, const std::string& name = "picture.png",
                const std::string& type = "image/png") {
        return probe.post("/v1/admin/media",
                          "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" +
                              name + "\"\r\nContent-Type: " + type + "\r\n\r\n" + bytes +
                              "\r\n--edge--\r\n",
                          {{"Content-Type", "multipart/form-data; boundary=edge"}});
    }
    void refuses(const std::string& bytes, int status, const std::string& name = "picture.png") {
        const auto answer = send(bytes, name);
        CHECK_EQ(answer.status, status);
        CHECK_EQ(answer.headers.at("content-type"), "application/problem+json");
        CHECK(files().empty());
    }
    std::vector<std::string> files() const {
        const auto folder = data.path() / "media";
        std::vector<std::string> found;
        if (!std::filesystem::exists(folder)) return found;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            if (entry.is_regular_file())
                found.push_back(std::filesystem::relative(entry.path(), folder));
        return found;
    }

    TestDatabase database;
    TemporaryDirectory data;
    Environment environment{{"KONTOR_DATABASE_DSN", database.dsn()}};
    Program program{{"serve", "--port", "0", "--data", data.path().string()}, environment};
    HttpProbe probe{program.address()};
};

}  // namespace

TEST_CASE("57: what is no picture, or too much of one, is refused and leaves nothing") {
    Shop shop;
    const auto svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"s;
    shop.refuses(svg, 415);
    shop.refuses(svg, 415, "picture.svg");
    shop.refuses("GIF89a\x01\0\x01\0"s, 415);
    shop.refuses("PK\x03\x04" + std::string(100'000, '\0'), 415);
    shop.refuses("<html><script>alert(1)</script>", 415, "../x");
    shop.refuses("\x89PNG\r\n\x1a\n" + svg, 422);
    shop.refuses(dot.substr(0, 50), 422);
    shop.refuses(with_size(dot, "\0\0\x4e\x20"s, "\0\0\x4e\x20"s), 422);  // 20 000 x 20 000
    shop.refuses(with_size(dot, "\xff\xff\xff\xff", "\xff\xff\xff\xff"), 422);
    CHECK(shop.probe.get("/v1/admin/media").json().at("data").as_array().empty());
    CHECK_EQ(run({"doctor", "--data", shop.data.path().string()}, shop.environment).status, 0);
}

TEST_CASE("57: a picture is kept under its hash, whatever it is called, and served safely") {
    Shop shop;
    const auto sent = shop.send(dot, "../../x.php", "text/html");
    REQUIRE_EQ(sent.status, 201);
    const auto sha256 = sent.text("/data/0/sha256");
    for (const auto& file : shop.files())
        CHECK_EQ(file.find(sha256.substr(0, 2) + "/" + sha256 + "/1."), 0);
    CHECK_EQ(shop.files().size(), 2);

    const auto served = shop.probe.get(sent.text("/data/0/renditions/0/url"));
    CHECK_EQ(served.status, 200);
    CHECK_EQ(served.headers.at("content-type"), "image/webp");
    CHECK_EQ(served.headers.at("x-content-type-options"), "nosniff");
    CHECK_EQ(served.headers.at("content-disposition"), "attachment");
    CHECK_EQ(served.headers.at("cache-control"), "public, max-age=31536000, immutable");
    CHECK_EQ(shop.probe.get("/media/" + sha256 + "/..%2f..%2f..%2fetc%2fpasswd").status, 404);
}

}  // namespace kontor::test

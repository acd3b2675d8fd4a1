#include "platform/http/form.hpp"
#include "multipart.hpp"
#include "platform/core/constrained.hpp"
#include "platform/http/router.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

#include <random>

using namespace kontor::platform;
using namespace kontor::platform::http;

namespace {

constexpr auto type = "multipart/form-data; boundary=edge";

std::string part(const std::string& disposition, const std::string& bytes,
                 const std::string& more = "") {
    return "--edge\r\nContent-Disposition: " + disposition + more + "\r\n\r\n" + bytes + "\r\n";
}

std::string refusal(const std::string& body, const std::string& content_type = type) {
    const auto parts = parse_multipart(content_type, body);
    return parts ? "" : parts.error().code;
}

struct Upload {
    std::vector<File> files;
    std::optional<File> cover;
    Text<1, 5> title;
    std::optional<Whole<1, 10>> count;
};
BOOST_DESCRIBE_STRUCT(Upload, (), (files, cover, title, count))

struct Seen {
    std::vector<std::string> files;
    std::string cover;
    std::string title;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Seen, (), (files, cover, title, count))

struct Intake {
    Intake() {
        router.add(Route(Method::post, "/intake", "take_in", "Takes in").or_file({"text/csv"}),
                   [](const Call<Nothing, Form<Upload>>& call) -> Result<Seen> {
                       const auto& [files, cover, title, count] = call.body.fields;
                       Seen seen{{}, "", title, count ? count->value() : 0};
                       for (const auto& file : files)
                           seen.files.push_back(file.content_type + ":" + std::string(file.bytes));
                       if (cover) seen.cover = std::string(cover->bytes);
                       return seen;
                   });
    }
    Response send(const std::string& body, const std::string& content_type = type) {
        return router.handle({Method::post, "/intake", {{"Content-Type", content_type}}, body, {}});
    }
    std::string problem(const std::string& body) {
        const auto answer = send(body);
        CHECK_EQ(answer.status, 422);
        const auto error = boost::json::parse(answer.body).at("errors").at(0);
        return std::string(error.at("pointer").as_string()) + " " +
               std::string(error.at("code").as_string());
    }

    Router router{{.version = "1", .authenticate = {}}};
};

}  // namespace

TEST_CASE("parts are parted where the boundary says, whatever they contain") {
    const std::string bytes("\r\n--edg\r\n\r\n\0--edge--\n", 22);
    const auto body =
        part("form-data; name=\"a\"", bytes) +
        part("form-data; name=b; filename=\"x\"", "", "\r\nContent-Type: image/png\r\nX-More: y") +
        "--edge--\r\n";
    const auto parts = parse_multipart(type, body).value();
    REQUIRE_EQ(parts.size(), 2);
    CHECK_EQ(parts[0].name, "a");
    CHECK_FALSE(parts[0].is_file);
    CHECK_EQ(parts[0].bytes, bytes);
    CHECK_EQ(parts[1].name, "b");
    CHECK(parts[1].is_file);
    CHECK_EQ(parts[1].content_type, "image/png");
    CHECK_EQ(parts[1].bytes, "");
    CHECK(parse_multipart(type, "--edge--").value().empty());
}

TEST_CASE("boundaries and names may be quoted, and in any case") {
    for (const auto* content_type : {"multipart/form-data; boundary=\"edge\"",
                                     "Multipart/Form-Data;charset=utf-8;BOUNDARY=edge",
                                     "multipart/form-data ; boundary = edge"})
        CHECK_EQ(refusal(part("FORM-DATA; Name=\"a\"", "x") + "--edge--", content_type), "");
    const auto quoted =
        parse_multipart(type, part("form-data; name=\"a\\\"b\\\\c\"", "x") + "--edge--");
    CHECK_EQ(quoted.value().front().name, "a\"b\\c");
    const auto windows = parse_multipart(
        type, part("form-data; name=\"a\"; filename=\"C:\\dir\\x\"", "x") + "--edge--");
    CHECK(windows.value().front().is_file);
}

TEST_CASE("what is not a form is refused, however near it comes") {
    const auto good = part("form-data; name=\"a\"", "x");
    for (const auto& body : std::vector<std::string>{
             "",
             "x",
             "--edge",
             "--edge\r\n",
             good,
             good + "--edge",
             good + "--edge-",
             "preamble\r\n" + good + "--edge--",
             good + "--edge--epilogue",
             "\r\n" + good + "--edge--",
             "--edge \r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--edge--",
             "--edge\nContent-Disposition: form-data; name=a\n\nx\n--edge--",
             "--edge\r\nContent-Disposition: form-data; name=a\r\nx\r\n--edge--",
             "--edge\r\n\r\nno headers\r\n--edge--",
             part("attachment; name=\"a\"", "x") + "--edge--",
             part("form-data", "x") + "--edge--",
             part("form-data; name=\"\"", "x") + "--edge--",
             part("form-data; name=\"a", "x") + "--edge--",
             part("form-data; name", "x") + "--edge--",
             part("form-data; name=a; name=b", "x") + "--edge--",
             part("form-data; name=\"a\x01\"", "x") + "--edge--",
             part("form-data; name=\"\xff\"", "x") + "--edge--",
             part("form-data; name=a", "x", "\r\nContent-Disposition: form-data; name=b") +
                 "--edge--",
             part("form-data; name=a", "x", "\r\n folded") + "--edge--",
             part("form-data; name=a", "x", "\r\nBad Header: y") + "--edge--",
             part("form-data; name=a", "eA==", "\r\nContent-Transfer-Encoding: base64") +
                 "--edge--",
             part("form-data; name=a", "x", "\r\nX-Long: " + std::string(5000, 'y')) + "--edge--",
             part("form-data; name=" + std::string(101, 'a'), "x") + "--edge--"}) {
        CAPTURE(body);
        CHECK_EQ(refusal(body), "http.malformed_form");
    }
    for (const auto& content_type : std::vector<std::string>{
             "multipart/form-data", "multipart/form-data; boundary=",
             "multipart/form-data; boundary", "multipart/form-data; boundary=edge; boundary=other",
             "multipart/form-data; boundary=\"edge", "multipart/form-data; boundary=\"a\r\nb\"",
             "multipart/form-data; boundary=" + std::string(71, 'a')})
        CHECK_EQ(refusal(good + "--edge--", content_type), "http.malformed_form");
}

TEST_CASE("a form has so many parts and no more") {
    std::string body;
    for (int i = 0; i < 64; ++i) body += part("form-data; name=a", "x");
    CHECK_EQ(refusal(body + "--edge--"), "");
    CHECK_EQ(refusal(body + part("form-data; name=a", "x") + "--edge--"), "http.too_many_parts");
}

TEST_CASE("no bytes make the reader of forms stumble, and its parts lie in the body") {
    std::mt19937 random(7578);
    const auto seed =
        part("form-data; name=\"a\"", "content") +
        part("form-data; name=\"b\"; filename=\"c\"", "more", "\r\nContent-Type: image/png") +
        "--edge--\r\n";
    const std::string alphabet("\r\n-edg:;=\"\\ a\0\xff", 16);
    for (int i = 0; i < 50'000; ++i) {
        auto body = seed;
        for (auto changes = random() % 6; changes-- > 0;) {
            const auto at = random() % body.size();
            switch (random() % 3) {
                case 0:
                    body[at] = alphabet[random() % alphabet.size()];
                    break;
                case 1:
                    body.insert(at, 1, alphabet[random() % alphabet.size()]);
                    break;
                default:
                    body.erase(at, 1 + random() % 5);
            }
            if (body.empty()) body = seed;
        }
        const auto parts = parse_multipart(type, body);
        if (!parts) continue;
        for (const auto& found : *parts) {
            CHECK((found.bytes.data() >= body.data() &&
                   found.bytes.data() + found.bytes.size() <= body.data() + body.size()));
            CHECK_FALSE(found.name.empty());
        }
    }
}

TEST_CASE("a long body of almost boundaries is read in one go") {
    std::string almost;
    while (almost.size() < (8 << 20)) almost += "\r\n--edg";
    const auto parts =
        parse_multipart(type, part("form-data; name=a", almost) + "--edge--").value();
    CHECK_EQ(parts.front().bytes.size(), almost.size());
}

TEST_CASE("the parts of a form become the members of the handler's struct") {
    Intake intake;
    const auto answer = intake.send(
        part("form-data; name=files; filename=a", "1") +
        part("form-data; name=files; filename=b", "2", "\r\nContent-Type: text/plain") +
        part("form-data; name=cover; filename=c", "3") + part("form-data; name=title", "Tea") +
        part("form-data; name=count", "7") + "--edge--");
    REQUIRE_EQ(answer.status, 200);
    CHECK_EQ(answer.body, R"({"files":[":1","text/plain:2"],"cover":"3","title":"Tea","count":7})");
}

TEST_CASE("each field is held to its rule and named where it breaks it") {
    Intake intake;
    const auto file = part("form-data; name=files; filename=a", "1");
    const auto title = part("form-data; name=title", "Tea");
    CHECK_EQ(intake.problem(title + "--edge--"), "/files required");
    CHECK_EQ(intake.problem(file + "--edge--"), "/title required");
    CHECK_EQ(intake.problem(file + part("form-data; name=title", "too long") + "--edge--"),
             "/title length");
    CHECK_EQ(intake.problem(file + part("form-data; name=title", "a\x01") + "--edge--"),
             "/title format");
    CHECK_EQ(intake.problem(file + part("form-data; name=title", "\xff") + "--edge--"),
             "/title format");
    CHECK_EQ(intake.problem(file + title + title + "--edge--"), "/title repeated");
    CHECK_EQ(intake.problem(file + title + part("form-data; name=count", "x") + "--edge--"),
             "/count type");
    CHECK_EQ(intake.problem(file + title + part("form-data; name=count", "11") + "--edge--"),
             "/count range");
    CHECK_EQ(intake.problem(file + title + part("form-data; name=other", "x") + "--edge--"),
             "/other unknown_field");
    CHECK_EQ(intake.problem(title + part("form-data; name=files", "x") + "--edge--"),
             "/files type");
    const auto cover = part("form-data; name=cover; filename=c", "3");
    CHECK_EQ(intake.problem(file + title + cover + cover + "--edge--"), "/cover repeated");
}

TEST_CASE("a body may be nothing but the file, of a type that the route names") {
    Intake intake;
    auto answer = intake.send("a;b", "text/csv");
    CHECK_EQ(answer.status, 422);  // for the title
    CHECK_EQ(answer.body.find("files"), std::string::npos);
    CHECK_EQ(intake.send("a;b", "text/plain").status, 415);
    answer = intake.send("a;b", "application/json");
    CHECK_EQ(answer.status, 415);
    CHECK_NE(answer.body.find("multipart/form-data or text/csv"), std::string::npos);
}

TEST_CASE("a form is documented as what it is") {
    const Intake intake;
    const auto document = boost::json::parse(intake.router.openapi());
    const auto& content =
        document.at("paths").at("/intake").at("post").at("requestBody").at("content").as_object();
    const auto& schema = content.at("multipart/form-data").at("schema");
    CHECK_EQ(schema.at("properties").at("cover").at("format").as_string(), "binary");
    CHECK_EQ(schema.at("properties").at("title").at("maxLength").as_int64(), 5);
    CHECK_EQ(schema.at("required").as_array().size(), 2);
    CHECK(content.contains("text/csv"));
}

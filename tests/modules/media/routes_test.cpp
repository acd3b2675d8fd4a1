#include "desk.hpp"

using namespace kontor;
using namespace kontor::media;
using namespace kontor::platform::http;

TEST_CASE("pictures come as a form, several at a time, and as a body of their own") {
    Desk desk;
    auto answer = desk.send_form({{"file", png(30, 30)}, {"file", png(31, 30)}}, "Two squares");
    REQUIRE_EQ(answer.status, 201);
    const auto added = boost::json::parse(answer.body).at("data");
    REQUIRE_EQ(added.as_array().size(), 2);
    CHECK_EQ(added.at(0).at("alt").as_string(), "Two squares");
    const std::string id(added.at(0).at("id").as_string());
    CHECK_EQ(find_header(answer.headers, "Location"), "/v1/admin/media/" + id);

    answer = desk.send_bytes(png(30, 30), "image/png");
    REQUIRE_EQ(answer.status, 201);
    CHECK_EQ(boost::json::parse(answer.body).at("data").at(0).at("id").as_string(), id);
    CHECK_EQ(boost::json::parse(desk.get("/v1/admin/media/" + id).body).at("width").as_int64(), 30);
}

TEST_CASE("a form without a file, or with more than it has fields for, is refused") {
    Desk desk;
    CHECK_EQ(desk.send_form({}, "No picture").status, 422);
    const auto answer = desk.send_form({{"file", png(9, 9)}, {"picture", png(8, 8)}}, {});
    CHECK_EQ(answer.status, 422);
    CHECK_EQ(boost::json::parse(answer.body).at("errors").at(0).at("pointer").as_string(),
             "/picture");
    CHECK_EQ(desk.send_bytes("no form", "multipart/form-data; boundary=x").status, 400);
    CHECK_EQ(desk.send_bytes("", "image/png").status, 422);
    CHECK_EQ(desk.send_bytes("{}", "application/json").status, 415);
    CHECK(desk.is_untouched());
}

TEST_CASE("a file may be so long and a request little longer") {
    Desk desk;
    auto picture = png(9, 9);
    picture.resize((20 << 20) + 1);
    const auto answer = desk.send_bytes(picture, "image/png");
    CHECK_EQ(answer.status, 413);
    const auto needs = desk.router.needs(Method::post, "/v1/admin/media");
    CHECK_EQ(needs.body_limit, (20 << 20) + (64 << 10));
    CHECK(needs.bulkhead == Bulkhead::remote);
}

TEST_CASE("staff page through pictures, describe and remove them") {
    Desk desk;
    for (const std::uint32_t width : {10, 11, 12}) desk.send_bytes(png(width, 10), "image/png");
    const auto first = boost::json::parse(desk.get("/v1/admin/media?limit=2").body);
    REQUIRE_EQ(first.at("data").as_array().size(), 2);
    const std::string cursor(first.at("next_cursor").as_string());
    const auto second =
        boost::json::parse(desk.get("/v1/admin/media?limit=2&cursor=" + cursor).body);
    REQUIRE_EQ(second.at("data").as_array().size(), 1);
    CHECK(second.at("next_cursor").is_null());
    CHECK_EQ(desk.get("/v1/admin/media?cursor=nonsense").status, 400);

    const auto place =
        "/v1/admin/media/" + std::string(second.at("data").at(0).at("id").as_string());
    auto answer = desk.call(Method::patch, place, R"({"alt": "A dash"})", "application/json");
    CHECK_EQ(boost::json::parse(answer.body).at("alt").as_string(), "A dash");
    CHECK_EQ(desk.call(Method::del, place).status, 204);
    CHECK_EQ(desk.get(place).status, 404);
    CHECK_EQ(desk.call(Method::del, place).status, 404);
    CHECK_EQ(desk.call(Method::patch, place, R"({"alt": ""})", "application/json").status, 404);
    desk.jobs.run_all();
    CHECK_EQ(desk.studio.files(), 4);
}

TEST_CASE("who may not change the catalogue adds no picture") {
    Desk desk;
    desk.caller.permissions = {"catalog.read"};
    CHECK_EQ(desk.send_bytes(png(9, 9), "image/png").status, 403);
    CHECK_EQ(desk.get("/v1/admin/media").status, 200);
    desk.caller.permissions = {"catalog.write"};
    CHECK_EQ(desk.get("/v1/admin/media").status, 403);
    desk.caller = {};
    CHECK_EQ(desk.send_bytes(png(9, 9), "image/png").status, 401);
    CHECK(desk.is_untouched());
}

TEST_CASE("a rendition is served to anybody, for ever, and so that nothing in it runs") {
    Desk desk;
    desk.send_bytes(png(30, 30), "image/png");
    desk.caller = {};
    const auto url = desk.studio.archive->list({}).front().renditions.front().url;
    for (const auto* accept : {"image/avif,image/webp,*/*;q=0.8", "image/webp", "*/*"}) {
        const auto answer = desk.call(Method::get, url, {}, {}, {{"Accept", accept}});
        REQUIRE_EQ(answer.status, 200);
        CHECK_EQ(find_header(answer.headers, "Content-Type"), "image/webp");
        CHECK_EQ(find_header(answer.headers, "Cache-Control"),
                 "public, max-age=31536000, immutable");
        CHECK_EQ(find_header(answer.headers, "X-Content-Type-Options"), "nosniff");
        CHECK_EQ(find_header(answer.headers, "Content-Disposition"), "attachment");
        CHECK_EQ(find_header(answer.headers, "Content-Security-Policy"),
                 "default-src 'none'; frame-ancestors 'none'; sandbox");
        CHECK(answer.body.starts_with("RIFF"));
        const std::string etag(*find_header(answer.headers, "ETag"));
        CHECK_EQ(desk.call(Method::get, url, {}, {}, {{"If-None-Match", etag}}).status, 304);
    }
}

TEST_CASE("whatever else is asked for is not there") {
    Desk desk;
    desk.send_bytes(png(30, 30), "image/png");
    const auto asset = desk.studio.archive->list({}).front();
    const auto folder = "/media/" + asset.sha256;
    for (const auto& path :
         {folder + "/31.webp", folder + "/30.png", folder + "/030.webp", folder + "/30.webp.jpg",
          folder + "/.webp", folder + "/..", folder + "/%2e%2e%2fx", folder + "/30.WEBP",
          "/media/" + asset.sha256.substr(1) + "/30.webp",
          "/media/" + std::string(64, 'a') + "/30.webp", std::string("/media/incoming/30.webp"),
          folder}) {
        CAPTURE(path);
        CHECK_EQ(desk.get(path).status, 404);
    }
}

TEST_CASE("pictures that lie in a store elsewhere are put there and got from there directly") {
    Desk desk;
    auto answer =
        desk.call(Method::post, "/v1/admin/media/uploads", R"({"bytes": 100})", "application/json");
    CHECK_EQ(answer.status, 409);

    Desk open(Desk::Store::elsewhere);
    const auto file = png(30, 30);
    answer = open.call(Method::post, "/v1/admin/media/uploads",
                       R"({"bytes": )" + std::to_string(file.size()) + "}", "application/json");
    REQUIRE_EQ(answer.status, 201);
    const auto upload = boost::json::parse(answer.body);
    CHECK_EQ(upload.at("method").as_string(), "PUT");
    const auto id = UploadId::parse(std::string_view(upload.at("id").as_string())).value();
    const auto place = "/v1/admin/media/uploads/" + id.text() + "/complete";
    CHECK_EQ(open.call(Method::post, place).status, 409);
    REQUIRE(platform::folder_storage(open.studio.data / "media")
                ->put(storage_key(id), file)
                .has_value());
    answer = open.call(Method::post, place);
    REQUIRE_EQ(answer.status, 200);
    const std::string url(boost::json::parse(answer.body).at("url").as_string());

    answer = open.get(url);
    CHECK_EQ(answer.status, 307);
    CHECK_EQ(find_header(answer.headers, "Cache-Control"), "public, max-age=1800");
    CHECK(find_header(answer.headers, "Location")->starts_with("https://store.example/"));
    CHECK_EQ(open.call(Method::post, "/v1/admin/media/uploads", R"({"bytes": 20971521})",
                       "application/json")
                 .status,
             422);
}

TEST_CASE("the document says how pictures are sent") {
    Desk desk;
    const auto document = boost::json::parse(desk.router.openapi());
    const auto& body = document.at("paths").at("/v1/admin/media").at("post").at("requestBody");
    const auto& content = body.at("content").as_object();
    CHECK(content.contains("multipart/form-data"));
    CHECK(content.contains("image/webp"));
    const auto& form = content.at("multipart/form-data").at("schema");
    CHECK_EQ(form.at("required").at(0).as_string(), "file");
    CHECK_EQ(form.at("properties").at("file").at("items").at("format").as_string(), "binary");
    CHECK_EQ(form.at("properties").at("alt").at("maxLength").as_int64(), 500);
}

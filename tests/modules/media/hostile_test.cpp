// security 57: what a picture is not, and what it is too much of, is refused before it is touched.
#include "desk.hpp"

using namespace kontor;
using namespace kontor::media;

namespace {

void check_refused(Desk& desk, const std::string& bytes, int status, const std::string& code,
                   const std::string& name = "picture.png", const std::string& type = "image/png") {
    CAPTURE(code);
    for (const auto& answer :
         {desk.send_form({{"file", bytes, name, type}}, {}), desk.send_bytes(bytes, "image/png")}) {
        CHECK_EQ(answer.status, status);
        CHECK_EQ(boost::json::parse(answer.body).at("code").as_string(), code);
        CHECK_EQ(platform::http::find_header(answer.headers, "Content-Type"),
                 "application/problem+json");
    }
    CHECK(desk.is_untouched());
}

}  // namespace

TEST_CASE("security 57: a file that is not what its type and name say is refused") {
    Desk desk;
    for (const auto* file : {"GIF89a\x01\0\x01\0", "%PDF-1.7\n", "PK\x03\x04\x14\0\0\0", "MZ\x90",
                             "\x7f"
                             "ELF",
                             "plain text", "BM....", "II*\0...."})
        check_refused(desk, std::string(file) + std::string(100, 'x'), 415, "media.not_an_image");
    // The right magic, and nothing of a picture behind it.
    check_refused(desk, "\x89PNG\r\n\x1a\n<script>alert(1)</script>", 422, "media.damaged");
    check_refused(desk, "\xff\xd8\xff\xe0<script>alert(1)</script>", 422, "media.damaged");
}

TEST_CASE("security 57: an SVG with a script is refused, whatever it pretends to be") {
    Desk desk;
    const std::string svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    check_refused(desk, svg, 415, "media.not_an_image", "picture.svg", "image/svg+xml");
    check_refused(desk, svg, 415, "media.not_an_image", "picture.png", "image/png");
    check_refused(desk, "<?xml version=\"1.0\"?>" + svg, 415, "media.not_an_image");
    check_refused(desk, "\xef\xbb\xbf" + svg, 415, "media.not_an_image");
    CHECK_EQ(desk.send_bytes(svg, "image/svg+xml").status, 415);
    CHECK(desk.is_untouched());
}

TEST_CASE("security 57: a picture of 20 000 x 20 000 is refused for what its header says") {
    Desk desk;
    check_refused(desk, png_claiming(20'000, 20'000), 422, "media.too_many_pixels");
    check_refused(desk, png_claiming(50'000'001, 1), 422, "media.too_many_pixels");
    check_refused(desk, png_claiming(0xffffffff, 0xffffffff), 422, "media.too_many_pixels");
}

TEST_CASE("security 57: a bomb, small to send and large to unpack, is refused unopened") {
    Desk desk;
    check_refused(desk, png_of_nothing(15'000, 15'000), 422, "media.too_many_pixels");
    const auto zip = "PK\x03\x04" + std::string(20, '\0') + std::string(100'000, 'x');
    check_refused(desk, zip, 415, "media.not_an_image");
    check_refused(desk, "\x1f\x8b\x08" + std::string(100, '\0'), 415, "media.not_an_image");
}

TEST_CASE("security 57: the largest picture of nothing that is taken costs little") {
    Desk desk;
    const auto answer = desk.send_bytes(png_of_nothing(7'000, 7'000), "image/png");
    CHECK_EQ(answer.status, 201);
    CHECK_EQ(desk.studio.archive->list({}).front().width, 7'000);
}

TEST_CASE("security 57: the name of a file is never used") {
    Desk desk;
    std::vector<Desk::Sent> files;
    for (const auto* name : {"../x", "..\\\\x", "/etc/passwd", "x.php\\0.png", ".htaccess", "con",
                             "a;b=c", "%2e%2e%2fx"})
        files.push_back({"file", png(20, 20), name});
    const auto answer = desk.send_form(files, {});
    REQUIRE_EQ(answer.status, 201);
    CHECK_EQ(answer.body.find("htaccess"), std::string::npos);
    CHECK_EQ(desk.studio.rows("asset"), 1);
    CHECK_EQ(desk.studio.files(), 2);
    const auto sha256 = platform::sha256_hex(png(20, 20));
    CHECK(std::filesystem::exists(desk.studio.data / "media" / sha256.substr(0, 2) / sha256 /
                                  "20.webp"));
}

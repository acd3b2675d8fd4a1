#include "renderer.hpp"
#include "pictures.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace kontor;
using namespace kontor::media;

namespace {

RenderOptions options() {
    RenderOptions options;
    options.widths = {320, 640, 960, 1600};
    return options;
}

platform::Result<RenderedImage> rendered(const std::string& file, RenderOptions with = options()) {
    return Renderer(std::move(with)).render(file, read_image_header(file).value());
}

std::vector<std::int64_t> widths_of(const RenderedImage& image, ImageFormat format) {
    std::vector<std::int64_t> widths;
    for (const auto& file : image.files)
        if (file.format == format) widths.push_back(file.width);
    return widths;
}

using Widths = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a picture is rendered in every width up to its own, as WebP and JPEG") {
    for (const auto& [size, expected] :
         std::vector<std::pair<std::uint32_t, Widths>>{{2000, {320, 640, 960, 1600}},
                                                       {1600, {320, 640, 960, 1600}},
                                                       {700, {320, 640, 700}},
                                                       {320, {320}},
                                                       {10, {10}},
                                                       {1, {1}}}) {
        const auto image = rendered(png(size, (size + 1) / 2)).value();
        CHECK_EQ(image.width, size);
        CHECK_EQ(widths_of(image, ImageFormat::webp), expected);
        CHECK_EQ(widths_of(image, ImageFormat::jpeg), expected);
        for (const auto& file : image.files) {
            const auto header = read_image_header(file.bytes).value();
            CHECK_EQ(header.format, file.format);
            CHECK_EQ(header.width, file.width);
            CHECK_EQ(header.height, file.height);
        }
    }
}

TEST_CASE("every format and kind of colour is taken") {
    const auto picture = png(400, 200);
    for (const auto* ending : {".jpg", ".jpg[interlace]", ".webp", ".webp[lossless]",
                               ".png[interlace]", ".png[bitdepth=1]", ".png[palette]"}) {
        CAPTURE(std::string(ending));
        const auto image = rendered(converted(picture, ending)).value();
        CHECK_EQ(image.height, 200);
        CHECK_EQ(image.files.size(), 4);
    }
    CHECK_EQ(rendered(png_of_nothing(400, 200)).value().files.size(), 4);
}

TEST_CASE("a picture is turned as the camera was held, and what the camera wrote is gone") {
    const auto file = turned(converted(png(800, 400), ".jpg"), "Where the photographer lives");
    const auto image = rendered(file).value();
    CHECK_EQ(image.width, 400);
    CHECK_EQ(image.height, 800);
    CHECK_EQ(widths_of(image, ImageFormat::webp), Widths{320, 400});
    for (const auto& rendition : image.files)
        CHECK_EQ(rendition.bytes.find("photographer"), std::string::npos);
}

TEST_CASE("a picture that is cut off or changed inside is refused") {
    const auto jpeg = converted(png(400, 400), ".jpg");
    const auto webp = converted(png(400, 400), ".webp");
    const auto whole = png(400, 400);
    for (const auto& file :
         {jpeg.substr(0, jpeg.size() / 2), webp.substr(0, webp.size() / 2),
          whole.substr(0, whole.size() / 2), png_claiming(400, 400), png_claiming(4, 4)}) {
        const auto image = rendered(file);
        REQUIRE(image.has_error());
        CHECK_EQ(image.error().code, "media.damaged");
    }
}

TEST_CASE("a picture taller than WebP can be is refused") {
    const auto image = rendered(png_of_nothing(10, 17'000));
    REQUIRE(image.has_error());
    CHECK_EQ(image.error().code, "media.damaged");
    CHECK_NE(image.error().message.find("too tall"), std::string::npos);
}

TEST_CASE("without libvips it is said what to install") {
    auto without = options();
    without.program = "/usr/bin/no-such-vips";
    const auto image = rendered(png(10, 10), without);
    REQUIRE(image.has_error());
    CHECK_EQ(image.error().code, "media.no_renderer");
    CHECK_EQ(image.error().kind, platform::ErrorKind::unavailable);
    CHECK_NE(image.error().message.find("libvips-tools"), std::string::npos);
    CHECK(Renderer(without).complaint().has_value());
    CHECK_FALSE(Renderer(options()).complaint().has_value());
}

TEST_CASE("when too many pictures come at once, some are told to come again") {
    auto one = options();
    one.at_one_time = 1;
    Renderer renderer(one);
    const auto file = png(300, 300);
    std::atomic<int> done = 0;
    std::atomic<int> busy = 0;
    {
        std::vector<std::jthread> senders;
        for (int i = 0; i < 12; ++i)
            senders.emplace_back([&] {
                const auto image = renderer.render(file, read_image_header(file).value());
                ++(image.has_value() ? done : busy);
                if (!image) CHECK_EQ(image.error().code, "media.busy");
            });
    }
    CHECK_GE(done, 1);
    CHECK_EQ(done + busy, 12);
    CHECK(renderer.render(file, read_image_header(file).value()).has_value());
}

#include "image_header.hpp"
#include "pictures.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace kontor::media;

namespace {

void check_size(const std::string& file, ImageFormat format, std::int64_t width,
                std::int64_t height) {
    const auto header = read_image_header(file);
    REQUIRE(header.has_value());
    CHECK_EQ(header->format, format);
    CHECK_EQ(header->width, width);
    CHECK_EQ(header->height, height);
}

std::string refusal(const std::string& file) {
    const auto header = read_image_header(file);
    return header ? "" : header.error().code;
}

}  // namespace

TEST_CASE("a header says format and size, whoever wrote it") {
    const auto picture = png(321, 123);
    check_size(picture, ImageFormat::png, 321, 123);
    check_size(converted(picture, ".jpg"), ImageFormat::jpeg, 321, 123);
    check_size(converted(picture, ".jpg[interlace]"), ImageFormat::jpeg, 321, 123);
    check_size(turned(converted(picture, ".jpg"), "comment"), ImageFormat::jpeg, 321, 123);
    check_size(converted(picture, ".webp"), ImageFormat::webp, 321, 123);
    check_size(converted(picture, ".webp[lossless]"), ImageFormat::webp, 321, 123);
    check_size(png_claiming(20'000, 20'000), ImageFormat::png, 20'000, 20'000);
    check_size(png_claiming(0xffffffff, 0xffffffff), ImageFormat::png, 0xffffffff, 0xffffffff);
}

TEST_CASE("what is no picture is refused by what it seems to be") {
    for (const auto& [file, name] : std::vector<std::pair<std::string, std::string>>{
             {"GIF89a......", "a GIF"},
             {"%PDF-1.7", "a PDF"},
             {"PK\x03\x04....", "an archive"},
             {"<svg xmlns='http://www.w3.org/2000/svg'/>", "markup"},
             {"<!DOCTYPE html>", "markup"},
             {std::string("\0\0\0\x20", 4) + "ftypavif", "AVIF"},
             {"", "empty"},
             {"#!/bin/sh", "not taken"}}) {
        const auto header = read_image_header(file);
        REQUIRE(header.has_error());
        CHECK_EQ(header.error().code, "media.not_an_image");
        CHECK_NE(header.error().message.find(name), std::string::npos);
        CHECK_NE(header.error().message.find("Send a picture as JPEG, PNG or WebP."),
                 std::string::npos);
    }
}

TEST_CASE("a moving WebP is refused as such") {
    auto moving = "RIFF....WEBPVP8X" + std::string(14, '\0');
    moving[20] = 0x02;
    CHECK_EQ(read_image_header(moving).error().code, "media.not_an_image");
}

TEST_CASE("a picture that has no size is damaged") {
    CHECK_EQ(refusal("\x89PNG\r\n\x1a\n"), "media.damaged");
    CHECK_EQ(refusal(png_claiming(0, 5)), "media.damaged");
    CHECK_EQ(refusal("\xff\xd8\xff"), "media.damaged");
    CHECK_EQ(refusal("\xff\xd8\xff\xd9" + std::string(20, 'x')), "media.damaged");
    CHECK_EQ(refusal("\xff\xd8" + std::string(1000, '\xff')), "media.damaged");
    CHECK_EQ(refusal("RIFF....WEBPVP8 "), "media.damaged");
    CHECK_EQ(refusal("RIFF....WEBPABCD" + std::string(40, ' ')), "media.damaged");
}

TEST_CASE("no bytes make the reader of headers stumble") {
    std::mt19937 random(57);
    const std::vector<std::string> seeds{png(20, 20), converted(png(20, 20), ".jpg"),
                                         converted(png(20, 20), ".webp"),
                                         converted(png(20, 20), ".webp[lossless]")};
    for (int i = 0; i < 20'000; ++i) {
        auto file = seeds[random() % seeds.size()];
        for (auto changes = random() % 8; changes-- > 0;)
            file[random() % file.size()] = static_cast<char>(random());
        if (random() % 2) file.resize(random() % file.size());
        const auto header = read_image_header(file);
        if (header) CHECK((header->width > 0 && header->height > 0));
    }
}

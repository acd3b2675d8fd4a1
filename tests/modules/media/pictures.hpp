// Pictures made on the spot: no file of somebody else's lies in the repository.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kontor::media {

// Of coloured stripes, red on the left and green on the right half.
std::string png(std::uint32_t width, std::uint32_t height);
// With the same bytes in every row: what costs a server much costs the sender next to nothing.
std::string png_of_nothing(std::uint32_t width, std::uint32_t height);
// A PNG that says it is so big, and ends there.
std::string png_claiming(std::uint32_t width, std::uint32_t height);

// By libvips, such as ".jpg" or ".webp[lossless]".
std::string converted(const std::string& picture, const std::string& ending);
// A JPEG as a camera writes it that is held turned to the right, with this comment in two places.
std::string turned(const std::string& jpeg, std::string_view comment);

}  // namespace kontor::media

#include "names.hpp"

#include <algorithm>

namespace kontor::media {
namespace {

constexpr std::size_t digits_of_sha256 = 64;
constexpr std::size_t most_digits_of_width = 5;

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

bool is_hex(char letter) {
    return is_digit(letter) || (letter >= 'a' && letter <= 'f');
}

}  // namespace

std::string_view file_ending(ImageFormat format) {
    return format == ImageFormat::jpeg ? "jpg" : platform::enum_name(format);
}

std::string_view content_type(ImageFormat format) {
    switch (format) {
        case ImageFormat::jpeg:
            return "image/jpeg";
        case ImageFormat::png:
            return "image/png";
        case ImageFormat::webp:
            break;
    }
    return "image/webp";
}

std::string file_name(ImageFormat format, std::int64_t width) {
    return std::to_string(width) + "." + std::string(file_ending(format));
}

std::string storage_key(std::string_view sha256, const std::string& file) {
    return std::string(sha256.substr(0, 2)) + "/" + std::string(sha256) + "/" + file;
}

std::string storage_key(const UploadId& upload) {
    return "incoming/" + platform::to_string(upload.uuid());
}

std::optional<ImageFormat> format_of(std::string_view sha256, std::string_view file) {
    if (sha256.size() != digits_of_sha256 || !std::ranges::all_of(sha256, is_hex))
        return std::nullopt;
    const auto dot = file.find('.');
    const auto width = file.substr(0, dot);
    const bool is_width = !width.empty() && width.size() <= most_digits_of_width &&
                          width.front() != '0' && std::ranges::all_of(width, is_digit);
    if (!is_width || dot == file.npos) return std::nullopt;
    for (const auto format : {ImageFormat::webp, ImageFormat::jpeg})
        if (file.substr(dot + 1) == file_ending(format)) return format;
    return std::nullopt;
}

LeftoverRow objects_of(const std::string& sha256, const std::vector<StoredRendition>& renditions) {
    LeftoverRow objects{sha256, {}};
    for (const auto& rendition : renditions)
        objects.objects.push_back(
            storage_key(sha256, file_name(rendition.format, rendition.width)));
    return objects;
}

Asset to_asset(const AssetRow& row, const std::string& public_url) {
    Asset asset{row.id,     row.sha256, row.bytes, row.format, row.width,
                row.height, row.alt,    {},        {},         row.created_at};
    for (const auto& [format, width, height, bytes] : row.renditions.value) {
        const auto file = file_name(format, width);
        const auto url = public_url.empty() ? "/media/" + row.sha256 + "/" + file
                                            : public_url + "/" + storage_key(row.sha256, file);
        asset.renditions.push_back({url, format, width, height});
    }
    if (!asset.renditions.empty()) asset.url = asset.renditions.back().url;
    return asset;
}

}  // namespace kontor::media

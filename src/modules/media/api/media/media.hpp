#pragma once

#include "media/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::media {

enum class ImageFormat { jpeg, png, webp };
BOOST_DESCRIBE_ENUM(ImageFormat, jpeg, png, webp)

// The same picture in another size or format; made by us, without what cameras write into files.
struct Rendition {
    std::string url;
    ImageFormat format = ImageFormat::webp;
    std::int64_t width = 0;
    std::int64_t height = 0;
    friend bool operator==(const Rendition&, const Rendition&) = default;
};
BOOST_DESCRIBE_STRUCT(Rendition, (), (url, format, width, height))

// A picture that was accepted. Never changes but in its alt: another content is another asset, the
// same content the same.
struct Asset {
    MediaId id;
    std::string sha256;  // of the file as it came
    std::int64_t bytes = 0;
    ImageFormat format = ImageFormat::jpeg;
    std::int64_t width = 0;  // as it is shown: turned as the camera was held
    std::int64_t height = 0;
    std::string alt;                    // what it shows, for those who cannot see it; may be ""
    std::string url;                    // of the largest rendition, for those who know of no others
    std::vector<Rendition> renditions;  // narrow to wide, WebP before JPEG
    platform::Time created_at;
    friend bool operator==(const Asset&, const Asset&) = default;
};
BOOST_DESCRIBE_STRUCT(Asset, (),
                      (id, sha256, bytes, format, width, height, alt, url, renditions, created_at))

struct AssetFilter {
    std::optional<MediaId> after{};  // newest first; the last asset of the page before
    std::size_t limit = 20;
};
BOOST_DESCRIBE_STRUCT(AssetFilter, (), (after, limit))

// Pictures: checked, made into renditions, kept under the hash of their content. Thread-safe.
class Media {
public:
    virtual ~Media() = default;

    // Takes a file's bytes; its name and declared type are not believed. Takes up to a second of
    // another process's work, and waits for a store that may be remote: call it from a route with
    // remote(). Refuses media.not_an_image (unsupported_media), media.too_large, media.damaged,
    // media.too_many_pixels (invalid), media.being_removed (conflict), and as unavailable
    // media.busy, media.no_renderer, storage.unavailable and storage.refused; nothing was added
    // then.
    virtual platform::Result<Asset> add(std::string_view bytes) = 0;
    // Those that exist, in no particular order.
    virtual std::vector<Asset> assets(const std::vector<MediaId>& ids) = 0;
    virtual std::vector<Asset> list(const AssetFilter& filter) = 0;
    // Of no use to anybody any more: the caller knows. Refuses media.no_such_asset.
    virtual platform::Result<> remove(const MediaId& id) = 0;
};

}  // namespace kontor::media

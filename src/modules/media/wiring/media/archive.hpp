// Media as those see it who keep the pictures: routes, jobs and doctor.
#pragma once

#include "media/media.hpp"
#include "platform/core/violation.hpp"

#include <map>

namespace kontor::media {

struct NewAsset {
    std::string_view bytes;
    std::optional<std::string> alt;  // absent: of a picture that is there already it stays
};

// Leave to put one file into the storage without us in between.
struct Upload {
    UploadId id;
    std::string method = "PUT";
    std::string upload_url{};
    std::map<std::string, std::string> headers{};  // to be sent with it
    platform::Time expires_at{};
};
BOOST_DESCRIBE_STRUCT(Upload, (), (id, method, upload_url, headers, expires_at))

// What a browser gets for the address of a rendition.
struct Served {
    ImageFormat format = ImageFormat::webp;
    std::string bytes{};                     // unless it is elsewhere
    std::optional<std::string> elsewhere{};  // an address
    std::chrono::seconds elsewhere_for{0};   // how long that is good
};

class Archive : public Media {
public:
    // All or, where one of them is refused, none; /file/<n> names it then.
    virtual platform::Result<std::vector<Asset>> add_all(const std::vector<NewAsset>& files) = 0;
    // Refuses media.no_such_asset.
    virtual platform::Result<Asset> describe(const MediaId& id, const std::string& alt) = 0;

    // Refuses media.no_direct_upload (conflict) where files lie in a folder, and media.too_large.
    virtual platform::Result<Upload> begin_upload(std::int64_t bytes) = 0;
    // What was put there, as add() takes it; the same again when it was taken before. Refuses
    // media.no_such_upload and media.not_uploaded (conflict).
    virtual platform::Result<Asset> complete_upload(const UploadId& id) = 0;

    // Refuses media.no_such_file.
    virtual platform::Result<Served> open(std::string_view sha256, std::string_view file) = 0;

    // Takes what belongs to no asset out of the storage; one process at a time.
    virtual void tidy() = 0;
    // Whether pictures can be rendered and kept, and each that was accepted is still there.
    virtual std::vector<platform::Violation> check() = 0;
};

}  // namespace kontor::media

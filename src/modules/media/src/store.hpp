#pragma once

#include "media/media.hpp"
#include "platform/db/database.hpp"
#include "platform/db/json_column.hpp"

namespace kontor::media {

struct StoredRendition {
    ImageFormat format = ImageFormat::webp;
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(StoredRendition, (), (format, width, height, bytes))

struct AssetRow {
    MediaId id;
    std::string sha256;
    std::int64_t bytes = 0;
    ImageFormat format = ImageFormat::jpeg;
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::string alt;
    platform::JsonColumn<std::vector<StoredRendition>> renditions;
    platform::Time created_at;
};
BOOST_DESCRIBE_STRUCT(AssetRow, (),
                      (id, sha256, bytes, format, width, height, alt, renditions, created_at))

struct LeftoverRow {
    std::string sha256;
    std::vector<std::string> objects;
};
BOOST_DESCRIBE_STRUCT(LeftoverRow, (), (sha256, objects))

struct UploadRow {
    std::optional<MediaId> asset;
};
BOOST_DESCRIBE_STRUCT(UploadRow, (), (asset))

}  // namespace kontor::media

namespace kontor::media::store {

using platform::Reader;
using platform::Time;
using platform::Tx;

std::vector<AssetRow> assets(Reader& reader, const std::vector<MediaId>& ids);
std::vector<AssetRow> assets_of(Reader& reader, const std::vector<std::string>& sha256s);
std::vector<AssetRow> list(Reader& reader, const AssetFilter& filter);
std::optional<AssetRow> describe(Tx& tx, const MediaId& id, const std::string& alt);
std::optional<AssetRow> take_out(Tx& tx, const MediaId& id);

// Writes down what is about to be put into the storage. False: it is just being removed.
bool begin_storing(Tx& tx, const LeftoverRow& objects, Time now);
// Makes the asset of what was stored. Nothing where somebody removed it meanwhile: it is condemned.
std::optional<AssetRow> finish_storing(Tx& tx, const AssetRow& asset, const LeftoverRow& objects);
void condemn(Tx& tx, const LeftoverRow& objects, Time now);
// Those that are condemned, after condemning those that were begun before a time and came to
// nothing.
std::vector<LeftoverRow> condemned(Tx& tx, Time begun_before);
void forget_leftover(Tx& tx, const std::string& sha256);

void begin_upload(Tx& tx, const UploadId& id, std::int64_t bytes, Time expires_at);
std::optional<UploadRow> upload(Reader& reader, const UploadId& id);
void complete_upload(Tx& tx, const UploadId& id, const MediaId& asset);
std::vector<UploadId> expired_uploads(Reader& reader, Time expired_before);
void forget_upload(Tx& tx, const UploadId& id);

}  // namespace kontor::media::store

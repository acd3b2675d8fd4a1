#include "store.hpp"

#include "platform/db/row_count.hpp"

namespace kontor::media::store {

namespace {

const std::string asset_columns =
    "id, sha256, bytes, format, width, height, alt, renditions, created_at";
const std::string select_assets = "select " + asset_columns + " from media.asset ";

}  // namespace

std::vector<AssetRow> assets(Reader& reader, const std::vector<MediaId>& ids) {
    return reader.all<AssetRow>(select_assets + "where id = any($1)", ids);
}

std::vector<AssetRow> assets_of(Reader& reader, const std::vector<std::string>& sha256s) {
    return reader.all<AssetRow>(select_assets + "where sha256 = any($1)", sha256s);
}

std::vector<AssetRow> list(Reader& reader, const AssetFilter& filter) {
    return platform::listed<AssetRow>(
        reader, select_assets + "where $1::uuid is null or id < $1 order by id desc limit $2",
        filter.after, filter.limit);
}

std::optional<AssetRow> describe(Tx& tx, const MediaId& id, const std::string& alt) {
    return tx.one<AssetRow>(
        "update media.asset set alt = $2 where id = $1 returning " + asset_columns, id, alt);
}

std::optional<AssetRow> take_out(Tx& tx, const MediaId& id) {
    return tx.one<AssetRow>("delete from media.asset where id = $1 returning " + asset_columns, id);
}

bool begin_storing(Tx& tx, const LeftoverRow& objects, Time now) {
    return tx
        .one<std::string>(
            "insert into media.leftover as known (sha256, objects, since) values ($1, $2, $3)"
            " on conflict (sha256) do update set since = excluded.since,"
            "   objects = array(select distinct unnest(known.objects || excluded.objects))"
            "   where not known.condemned"
            " returning sha256",
            objects.sha256, objects.objects, now)
        .has_value();
}

std::optional<AssetRow> finish_storing(Tx& tx, const AssetRow& asset, const LeftoverRow& objects) {
    const auto begun = tx.one<std::string>(
        "delete from media.leftover where sha256 = $1 and not condemned returning sha256",
        asset.sha256);
    if (!begun) {
        // Another has finished the same content, or it was removed after that.
        auto made = assets_of(tx, {asset.sha256});
        if (!made.empty()) return std::move(made.front());
        condemn(tx, objects, asset.created_at);
        return std::nullopt;
    }
    tx.run(
        "insert into media.asset (id, sha256, bytes, format, width, height, alt, renditions,"
        "                         created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (sha256) do nothing",
        asset.id, asset.sha256, asset.bytes, asset.format, asset.width, asset.height, asset.alt,
        asset.renditions, asset.created_at);
    return std::move(assets_of(tx, {asset.sha256}).front());
}

void condemn(Tx& tx, const LeftoverRow& objects, Time now) {
    tx.run(
        "insert into media.leftover as known (sha256, objects, condemned, since)"
        " values ($1, $2, true, $3)"
        " on conflict (sha256) do update set condemned = true,"
        "   objects = array(select distinct unnest(known.objects || excluded.objects))",
        objects.sha256, objects.objects, now);
}

std::vector<LeftoverRow> condemned(Tx& tx, Time begun_before) {
    tx.run(
        "delete from media.leftover l where (condemned or since < $1)"
        "  and exists (select from media.asset a where a.sha256 = l.sha256)",
        begun_before);
    tx.run("update media.leftover set condemned = true where not condemned and since < $1",
           begun_before);
    return tx.all<LeftoverRow>(
        "select sha256, objects from media.leftover where condemned order by since limit 100");
}

void forget_leftover(Tx& tx, const std::string& sha256) {
    tx.run("delete from media.leftover where sha256 = $1 and condemned", sha256);
}

void begin_upload(Tx& tx, const UploadId& id, std::int64_t bytes, Time expires_at) {
    tx.run("insert into media.upload (id, bytes, expires_at) values ($1, $2, $3)", id, bytes,
           expires_at);
}

std::optional<UploadRow> upload(Reader& reader, const UploadId& id) {
    return reader.one<UploadRow>("select asset from media.upload where id = $1", id);
}

void complete_upload(Tx& tx, const UploadId& id, const MediaId& asset) {
    tx.run("update media.upload set asset = $2 where id = $1", id, asset);
}

std::vector<UploadId> expired_uploads(Reader& reader, Time expired_before) {
    return reader.all<UploadId>(
        "select id from media.upload where expires_at < $1 order by expires_at limit 100",
        expired_before);
}

void forget_upload(Tx& tx, const UploadId& id) {
    tx.run("delete from media.upload where id = $1", id);
}

}  // namespace kontor::media::store

// What concerns the storage: direct uploads, reading, and keeping it in step with the assets.
#include "names.hpp"
#include "refusals.hpp"
#include "service.hpp"

#include "platform/security/random.hpp"
#include "platform/telemetry/log.hpp"

namespace kontor::media {

using namespace platform;

namespace {

constexpr auto upload_good_for = std::chrono::minutes(15);
constexpr auto redirect_good_for = std::chrono::hours(1);
// No upload takes so long: what was begun before and is not finished never will be.
constexpr auto longest_storing = std::chrono::hours(1);
constexpr std::size_t page = 500;

Error no_direct_upload() {
    return {ErrorKind::conflict, "media.no_direct_upload",
            "The files of this shop lie in a folder, which nobody else can put anything into. Send "
            "the file to /v1/admin/media."};
}

Error no_such_upload() {
    return {ErrorKind::not_found, "media.no_such_upload",
            "There is no upload with this id. It may have expired: begin another."};
}

Error not_uploaded() {
    return {ErrorKind::conflict, "media.not_uploaded",
            "The storage has no file for this upload. PUT it to the upload_url first."};
}

Error no_such_file() {
    return {ErrorKind::not_found, "media.no_such_file", "There is no picture at this address."};
}

}  // namespace

Result<Upload> Service::begin_upload(std::int64_t bytes) {
    if (bytes > largest_file) return too_large();
    Upload upload{.id = UploadId::make(),
                  .headers = {{"Content-Length", std::to_string(bytes)}},
                  .expires_at = clock_.now() + upload_good_for};
    const auto url = storage_->write_url(storage_key(upload.id), static_cast<std::size_t>(bytes),
                                         upload_good_for);
    if (!url) return no_direct_upload();
    upload.upload_url = *url;
    database_.transact(
        [&](Tx& tx) { store::begin_upload(tx, upload.id, bytes, upload.expires_at); });
    return upload;
}

// The file stays where it was put until the upload expires: until then it might be put there again.
Result<Asset> Service::complete_upload(const UploadId& id) {
    const auto upload =
        database_.read([&](platform::Reader& reader) { return store::upload(reader, id); });
    if (!upload) return no_such_upload();
    if (upload->asset)
        if (auto known = assets({*upload->asset}); !known.empty()) return std::move(known.front());
    const auto bytes = storage_->get(storage_key(id));
    if (!bytes) return bytes.error();
    if (!*bytes) return not_uploaded();
    auto asset = add(**bytes);
    if (asset) database_.transact([&](Tx& tx) { store::complete_upload(tx, id, asset->id); });
    return asset;
}

Result<Served> Service::open(std::string_view sha256, std::string_view file) {
    const auto format = format_of(sha256, file);
    if (!format) return no_such_file();
    Served served{.format = *format};
    const auto key = storage_key(sha256, std::string(file));
    served.elsewhere = options_.public_url.empty() ? storage_->read_url(key, redirect_good_for)
                                                   : std::optional(options_.public_url + "/" + key);
    if (served.elsewhere) {
        served.elsewhere_for = redirect_good_for;
        return served;
    }
    auto bytes = storage_->get(key);
    if (!bytes) return bytes.error();
    if (!*bytes) return no_such_file();
    served.bytes = **std::move(bytes);
    return served;
}

bool Service::remove_objects(const std::vector<std::string>& keys) {
    for (const auto& key : keys) {
        const auto removed = storage_->remove(key);
        if (removed) continue;
        platform::log::warning("a file could not be removed from the storage",
                               {{"key", key}, {"reason", removed.error().message}});
        return false;
    }
    return true;
}

void Service::tidy() {
    const auto begun_before = clock_.now() - longest_storing;
    const auto leftovers =
        database_.transact([&](Tx& tx) { return store::condemned(tx, begun_before); });
    for (const auto& leftover : leftovers) {
        if (!remove_objects(leftover.objects)) return;
        database_.transact([&](Tx& tx) { store::forget_leftover(tx, leftover.sha256); });
    }
    const auto uploads = database_.read(
        [&](platform::Reader& reader) { return store::expired_uploads(reader, begun_before); });
    for (const auto& upload : uploads) {
        if (!remove_objects({storage_key(upload)})) return;
        database_.transact([&](Tx& tx) { store::forget_upload(tx, upload); });
    }
}

std::vector<Violation> Service::check() {
    std::vector<Violation> violations;
    if (const auto complaint = renderer_.complaint())
        violations.push_back({"P1 pictures can be taken", "media.renderer", *complaint});
    auto unusable = check_storage();
    auto missing = unusable.empty() ? check_assets() : std::move(unusable);
    violations.insert(violations.end(), missing.begin(), missing.end());
    return violations;
}

std::vector<Violation> Service::check_storage() {
    const auto key = "check/" + platform::random_token(12);
    const auto violation = [](const Error& error) {
        return std::vector<Violation>{{"P2 pictures can be kept", "the storage", error.message}};
    };
    if (auto kept = storage_->put(key, "kept"); !kept) return violation(kept.error());
    const auto read = storage_->get(key);
    if (!read) return violation(read.error());
    if (auto removed = storage_->remove(key); !removed) return violation(removed.error());
    if (*read == "kept") return {};
    return {{"P2 pictures can be kept", "the storage", "it does not give back what it took"}};
}

std::vector<Violation> Service::check_assets() {
    std::vector<Violation> violations;
    AssetFilter filter{.limit = page};
    while (true) {
        const auto rows =
            database_.read([&](platform::Reader& reader) { return store::list(reader, filter); });
        for (const auto& row : rows) {
            const auto objects = objects_of(row.sha256, row.renditions.value).objects;
            const auto is_there = objects.empty() ? true : storage_->exists(objects.back());
            if (is_there && !*is_there)
                violations.push_back({"P3 every picture has its files", row.id.text(),
                                      objects.back() + " is not in the storage"});
        }
        if (rows.size() < page) return violations;
        filter.after = rows.back().id;
    }
}

}  // namespace kontor::media

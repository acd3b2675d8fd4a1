#include "service.hpp"

#include "media/events.hpp"
#include "names.hpp"
#include "refusals.hpp"

#include "platform/audit/deed.hpp"
#include "platform/security/random.hpp"

#include <algorithm>

namespace kontor::media {

using namespace platform;

namespace {

Error too_many_pixels(const ImageHeader& header, std::int64_t most) {
    return {ErrorKind::invalid, "media.too_many_pixels",
            "The picture has " + std::to_string(header.width) + " x " +
                std::to_string(header.height) + " pixels; no more than " +
                std::to_string(most / 1'000'000) + " million are taken."};
}

Error being_removed() {
    return {ErrorKind::conflict, "media.being_removed",
            "The same picture is just being removed. Send it again in a minute."};
}

Error in_file(std::size_t index, std::size_t count, Error error) {
    if (count > 1)
        error.problems.push_back({"/file/" + std::to_string(index), error.code, error.message});
    return error;
}

std::vector<StoredRendition> renditions_of(const RenderedImage& image) {
    std::vector<StoredRendition> renditions;
    for (const auto& file : image.files)
        renditions.push_back(
            {file.format, file.width, file.height, static_cast<std::int64_t>(file.bytes.size())});
    return renditions;
}

}  // namespace

Service::Service(platform::Database& database, platform::EventLog& events,
                 const platform::Clock& clock, std::unique_ptr<platform::Storage> storage,
                 ServiceOptions options)
    : database_(database),
      events_(events),
      clock_(clock),
      storage_(std::move(storage)),
      options_(std::move(options)),
      renderer_(options_.rendering) {}

Result<Asset> Service::add(std::string_view bytes) {
    auto added = add_all({{bytes, {}}});
    if (!added) return added.error();
    return std::move(added->front());
}

Result<std::vector<Asset>> Service::add_all(const std::vector<NewAsset>& files) {
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto candidate = examine(files[i]);
        if (!candidate) return in_file(i, files.size(), candidate.error());
        candidates.push_back(*std::move(candidate));
    }
    find_known(candidates);
    if (auto rendered = render(candidates); !rendered) return rendered.error();
    std::vector<AssetRow> rows;
    for (const auto& candidate : candidates) {
        auto row = candidate.known ? keep_known(candidate) : keep(candidate);
        if (!row) return row.error();
        rows.push_back(*std::move(row));
    }
    return to_assets(rows);
}

Result<Service::Candidate> Service::examine(const NewAsset& file) const {
    if (file.bytes.size() > static_cast<std::size_t>(largest_file)) return too_large();
    const auto header = read_image_header(file.bytes);
    if (!header) return header.error();
    if (header->width > options_.max_pixels / header->height)
        return too_many_pixels(*header, options_.max_pixels);
    return Candidate{file.bytes, file.alt, *header, platform::sha256_hex(file.bytes)};
}

void Service::find_known(std::vector<Candidate>& candidates) {
    std::vector<std::string> hashes;
    for (const auto& candidate : candidates) hashes.push_back(candidate.sha256);
    const auto rows =
        database_.read([&](platform::Reader& reader) { return store::assets_of(reader, hashes); });
    for (auto& candidate : candidates) {
        const auto known = std::ranges::find(rows, candidate.sha256, &AssetRow::sha256);
        if (known != rows.end()) candidate.known = *known;
    }
}

// The same file twice in one request is rendered twice: it is not worth a thought.
Result<> Service::render(std::vector<Candidate>& candidates) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        auto& candidate = candidates[i];
        if (candidate.known) continue;
        auto image = renderer_.render(candidate.bytes, candidate.header);
        if (!image) return in_file(i, candidates.size(), image.error());
        candidate.image = *std::move(image);
    }
    return {};
}

Result<AssetRow> Service::keep_known(const Candidate& candidate) {
    if (!candidate.alt || *candidate.alt == candidate.known->alt) return *candidate.known;
    auto row = database_.transact(
        [&](Tx& tx) { return store::describe(tx, candidate.known->id, *candidate.alt); });
    if (!row) return being_removed();
    return *std::move(row);
}

// First a note of what will lie in the storage, then the files, then the asset: whatever breaks off
// in between leaves the note, and tidy() takes the files out.
Result<AssetRow> Service::keep(const Candidate& candidate) {
    const auto& [bytes, alt, header, sha256, known, image] = candidate;
    AssetRow asset{MediaId::make(),
                   sha256,
                   static_cast<std::int64_t>(bytes.size()),
                   header.format,
                   image.width,
                   image.height,
                   alt.value_or(""),
                   {renditions_of(image)},
                   clock_.now()};
    const auto objects = objects_of(sha256, asset.renditions.value);
    const bool may_store = database_.transact(
        [&](Tx& tx) { return store::begin_storing(tx, objects, asset.created_at); },
        platform::Commit::at_once);
    if (!may_store) return being_removed();
    if (auto stored = put(sha256, image); !stored) return stored.error();
    auto row =
        database_.transact([&](Tx& tx) { return store::finish_storing(tx, asset, objects); });
    if (!row) return being_removed();
    return *std::move(row);
}

Result<> Service::put(const std::string& sha256, const RenderedImage& image) {
    for (const auto& file : image.files) {
        const auto key = storage_key(sha256, file_name(file.format, file.width));
        auto stored = storage_->put(key, file.bytes,
                                    {{"Content-Type", std::string(content_type(file.format))},
                                     {"Content-Disposition", "attachment"},
                                     {"Cache-Control", "public, max-age=31536000, immutable"}});
        if (!stored) return stored;
    }
    return {};
}

std::vector<Asset> Service::to_assets(const std::vector<AssetRow>& rows) const {
    std::vector<Asset> assets;
    for (const auto& row : rows) assets.push_back(to_asset(row, options_.public_url));
    return assets;
}

std::vector<Asset> Service::assets(const std::vector<MediaId>& ids) {
    if (ids.empty()) return {};
    return to_assets(
        database_.read([&](platform::Reader& reader) { return store::assets(reader, ids); }));
}

std::vector<Asset> Service::list(const AssetFilter& filter) {
    return to_assets(
        database_.read([&](platform::Reader& reader) { return store::list(reader, filter); }));
}

Result<Asset> Service::describe(const MediaId& id, const std::string& alt) {
    return database_.transact([&](Tx& tx) -> Result<Asset> {
        const auto before = to_assets(store::assets(tx, {id}));
        const auto row = store::describe(tx, id, alt);
        if (!row) return no_such_asset();
        auto after = to_asset(*row, options_.public_url);
        if (!before.empty()) platform::audit::changed(before.front(), after);
        return after;
    });
}

Result<> Service::remove(const MediaId& id) {
    return database_.transact([&](Tx& tx) -> Result<> {
        const auto row = store::take_out(tx, id);
        if (!row) return no_such_asset();
        store::condemn(tx, objects_of(row->sha256, row->renditions.value), clock_.now());
        events_.publish(tx, AssetRemoved{id});
        platform::audit::removed(to_asset(*row, options_.public_url));
        return {};
    });
}

}  // namespace kontor::media

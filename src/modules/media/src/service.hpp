#pragma once

#include "media/archive.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"
#include "platform/storage/storage.hpp"
#include "renderer.hpp"
#include "store.hpp"

#include <memory>

namespace kontor::media {

struct ServiceOptions {
    std::int64_t max_pixels = 50'000'000;
    std::string public_url;
    RenderOptions rendering;
};

class Service final : public Archive {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            std::unique_ptr<platform::Storage> storage, ServiceOptions options);

    platform::Result<Asset> add(std::string_view bytes) override;
    std::vector<Asset> assets(const std::vector<MediaId>& ids) override;
    std::vector<Asset> list(const AssetFilter& filter) override;
    platform::Result<> remove(const MediaId& id) override;

    platform::Result<std::vector<Asset>> add_all(const std::vector<NewAsset>& files) override;
    platform::Result<Asset> describe(const MediaId& id, const std::string& alt) override;
    platform::Result<Upload> begin_upload(std::int64_t bytes) override;
    platform::Result<Asset> complete_upload(const UploadId& id) override;
    platform::Result<Served> open(std::string_view sha256, std::string_view file) override;
    void tidy() override;
    std::vector<platform::Violation> check() override;

private:
    // A file on its way to become an asset.
    struct Candidate {
        std::string_view bytes;
        std::optional<std::string> alt{};
        ImageHeader header{};
        std::string sha256{};
        std::optional<AssetRow> known{};
        RenderedImage image{};
    };

    platform::Result<Candidate> examine(const NewAsset& file) const;
    void find_known(std::vector<Candidate>& candidates);
    platform::Result<> render(std::vector<Candidate>& candidates);
    platform::Result<AssetRow> keep(const Candidate& candidate);
    platform::Result<AssetRow> keep_known(const Candidate& candidate);
    platform::Result<> put(const std::string& sha256, const RenderedImage& image);
    bool remove_objects(const std::vector<std::string>& keys);
    std::vector<platform::Violation> check_storage();
    std::vector<platform::Violation> check_assets();

    std::vector<Asset> to_assets(const std::vector<AssetRow>& rows) const;

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    std::unique_ptr<platform::Storage> storage_;
    ServiceOptions options_;
    Renderer renderer_;
};

}  // namespace kontor::media

#include "media/module.hpp"

#include "service.hpp"

#include <algorithm>
#include <stdexcept>

namespace kontor::media {

namespace {

constexpr std::size_t most_widths = 8;
constexpr std::int64_t widest_rendition = 4096;

void require(bool is_met, const std::string& key, const std::string& rule) {
    if (!is_met) throw std::invalid_argument("media." + key + " must be " + rule);
}

std::int64_t within(const std::string& key, std::int64_t value, std::int64_t least,
                    std::int64_t most) {
    require(value >= least && value <= most, key,
            "from " + std::to_string(least) + " to " + std::to_string(most));
    return value;
}

ServiceOptions options_of(const Config& config) {
    ServiceOptions options;
    options.max_pixels = within("max_megapixels", config.max_megapixels, 1, 400) * 1'000'000;
    options.public_url = config.public_url;
    require(options.public_url.empty() || options.public_url.starts_with("http://") ||
                options.public_url.starts_with("https://"),
            "public_url", "empty or an address that begins with https:// or http://");
    while (options.public_url.ends_with('/')) options.public_url.pop_back();
    auto& rendering = options.rendering;
    rendering.program = config.renderer;
    rendering.widths = config.widths;
    const auto& widths = rendering.widths;
    require(!widths.empty() && widths.size() <= most_widths && widths.front() >= 16 &&
                widths.back() <= widest_rendition &&
                std::ranges::adjacent_find(widths, std::greater_equal()) == widths.end(),
            "widths", "one to eight widths, from 16 to 4096, each greater than the one before");
    rendering.at_one_time =
        static_cast<std::size_t>(within("render_at_one_time", config.render_at_one_time, 1, 64));
    rendering.confinement.time =
        std::chrono::seconds(within("render_seconds", config.render_seconds, 1, 300));
    rendering.confinement.memory_bytes = static_cast<std::size_t>(
        within("render_mebibytes", config.render_mebibytes, 128, 65536) << 20);
    return options;
}

std::unique_ptr<platform::Storage> storage_of(const Config& config, const platform::Clock& clock,
                                              const std::filesystem::path& data_directory) {
    if (config.s3.endpoint.empty()) {
        const std::filesystem::path directory(config.directory);
        return platform::folder_storage(directory.empty() ? data_directory / "media" : directory);
    }
    platform::S3Options options;
    options.endpoint = config.s3.endpoint;
    options.region = config.s3.region;
    options.bucket = config.s3.bucket;
    options.access_key = config.s3.access_key;
    options.secret_key = config.s3.secret_key;
    options.path_style = config.s3.path_style;
    try {
        return platform::s3_storage(std::move(options), clock);
    } catch (const std::invalid_argument& refusal) {
        throw std::invalid_argument(std::string("media.s3.") + refusal.what());
    }
}

}  // namespace

std::unique_ptr<Archive> make_media(platform::Database& database, platform::EventLog& events,
                                    const platform::Clock& clock,
                                    const std::filesystem::path& data_directory,
                                    const Config& config) {
    return std::make_unique<Service>(database, events, clock,
                                     storage_of(config, clock, data_directory), options_of(config));
}

std::vector<std::string> complaints(const Config& config, const platform::Clock& clock) {
    try {
        storage_of(config, clock, {});
        const auto complaint = Renderer(options_of(config).rendering).complaint();
        if (!complaint) return {};
        return {"media.renderer: " + *complaint};
    } catch (const std::invalid_argument& refusal) {
        return {refusal.what()};
    }
}

void add_jobs(platform::Jobs& jobs, Archive& archive) {
    jobs.every(std::chrono::minutes(5), "media.tidy", [&archive] { archive.tidy(); });
}

}  // namespace kontor::media

// For the composition root and for tests.
#pragma once

#include "media/archive.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"

#include <filesystem>
#include <memory>

namespace kontor::media {

// Of a store that speaks S3; without an endpoint there is none.
struct S3Config {
    std::string endpoint{};
    std::string region = "us-east-1";
    std::string bucket{};
    std::string access_key{};
    std::string secret_key{};
    bool path_style = true;
};
BOOST_DESCRIBE_STRUCT(S3Config, (), (endpoint, region, bucket, access_key, secret_key, path_style))

struct Config {
    std::string directory{};   // empty: media in the data directory
    std::string public_url{};  // where the storage answers browsers itself; empty: the shop does
    std::vector<std::int64_t> widths{320, 640, 960, 1600};
    std::int64_t max_megapixels = 50;
    std::string renderer = "vips";
    std::int64_t render_at_one_time = 2;
    std::int64_t render_seconds = 20;
    std::int64_t render_mebibytes = 1024;
    S3Config s3{};
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (directory, public_url, widths, max_megapixels, renderer, render_at_one_time,
                       render_seconds, render_mebibytes, s3))

// Throws std::invalid_argument, naming the key, for values that cannot be meant.
std::unique_ptr<Archive> make_media(platform::Database& database, platform::EventLog& events,
                                    const platform::Clock& clock,
                                    const std::filesystem::path& data_directory,
                                    const Config& config);

// What is wrong with a configuration, or missing on this machine, before anything is made.
std::vector<std::string> complaints(const Config& config, const platform::Clock& clock);

void add_routes(platform::http::Router& router, Archive& archive, platform::Jobs& jobs,
                const std::string& cursor_secret);

void add_jobs(platform::Jobs& jobs, Archive& archive);

}  // namespace kontor::media

#pragma once

#include "media/archive.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"

namespace kontor::media {

void add_admin_routes(platform::http::Router& router, Archive& archive, platform::Jobs& jobs,
                      const std::string& cursor_secret);

}  // namespace kontor::media

#pragma once

#include "platform/http/router.hpp"
#include "recommendations/experiments.hpp"

#include <string>

namespace kontor::recommendations {

void add_staff_routes(platform::http::Router& router, Experiments& experiments,
                      const std::string& cursor_secret);

}  // namespace kontor::recommendations

#pragma once

#include <string>
#include <string_view>

namespace kontor::app {

// docs/permissions.md: every permission, and every route with who may call it, from the OpenAPI
// document of the routes.
std::string permissions_document(std::string_view openapi);

}  // namespace kontor::app

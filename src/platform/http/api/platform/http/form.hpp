#pragma once

#include "platform/core/describe.hpp"

#include <string>
#include <string_view>

namespace kontor::platform::http {

// A file as it came, for as long as the request lives. What it was called is not passed on, and
// what it says it is need not be true.
struct File {
    std::string_view bytes;
    std::string content_type;
};

// A body of multipart/form-data (RFC 7578), as a handler's Body: Form<Upload>. Fields is a
// described struct; its members are File, std::optional<File>, std::vector<File> (one or more), and
// what a query parameter may be, with the same rules. A field that is not a member is refused. With
// Route::or_file() a body of one of those types is taken for the first member that takes a file.
template <class Fields>
struct Form {
    Fields fields;
};

}  // namespace kontor::platform::http

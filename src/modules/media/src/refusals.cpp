#include "refusals.hpp"

namespace kontor::media {

using platform::Error;
using platform::ErrorKind;

Error too_large() {
    return {ErrorKind::too_large, "media.too_large",
            "A file must not be longer than " + std::to_string(largest_file >> 20) + " MiB."};
}

Error no_such_asset() {
    return {ErrorKind::not_found, "media.no_such_asset", "There is no picture with this id."};
}

}  // namespace kontor::media

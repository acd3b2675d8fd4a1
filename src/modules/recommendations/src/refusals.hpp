#pragma once

#include "platform/core/result.hpp"

namespace kontor::recommendations {

inline platform::Error no_such_product() {
    return {platform::ErrorKind::not_found, "recommendations.no_such_product",
            "There is no such product, or it is not on sale."};
}

}  // namespace kontor::recommendations

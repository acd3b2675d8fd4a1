#pragma once

#include "media/ids.hpp"
#include "platform/core/describe.hpp"

#include <string_view>

namespace kontor::media {

// Its files go with it.
struct AssetRemoved {
    static constexpr std::string_view name = "media.asset_removed.v1";
    MediaId asset;
};
BOOST_DESCRIBE_STRUCT(AssetRemoved, (), (asset))

}  // namespace kontor::media

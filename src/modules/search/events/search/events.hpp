#pragma once

#include "platform/core/describe.hpp"
#include "platform/core/id.hpp"

namespace kontor::search {

using ListingId = platform::Id<"listing">;

// A list of products may look different from now on. There is one listing, whose id is nil.
struct ListingChanged {
    static constexpr std::string_view name = "search.listing_changed.v1";
    ListingId listing;
};
BOOST_DESCRIBE_STRUCT(ListingChanged, (), (listing))

}  // namespace kontor::search

// What has to be true of a product before the database is asked: pure decisions.
#pragma once

#include "catalog/product.hpp"
#include "platform/core/result.hpp"

#include <map>

namespace kontor::catalog {

// A product about to be written. Its categories are still names, and its slug may be taken.
struct Draft {
    Product product;
    bool slug_is_given = false;
    std::vector<std::string> categories;
    std::vector<std::int64_t> stocks;  // one per variant
};

// Those that requests name.
using Pictures = std::map<media::MediaId, media::Asset>;

// Ids are new; times are now. Refuses with every problem.
platform::Result<Draft> draft_of(const NewProduct& request, const Pictures& pictures,
                                 platform::Time now);

Variant variant_of(const NewVariant& request, const std::string& product_title);
Dimensions dimensions_of(const NewDimensions& request);

std::vector<media::MediaId> media_of(const std::vector<NewImage>& images);
// Refuses catalog.no_such_media.
platform::Result<std::vector<Image>> images_of(const std::vector<NewImage>& images,
                                               const Pictures& pictures);

// The options of the variants, names and values in the order in which they first come.
std::vector<Option> options_of(const std::vector<Variant>& variants);
// The same, those wanted first and in the order wanted.
std::vector<Option> arrange(std::vector<Option> options, const std::vector<Option>& wanted);
// Both. Refuses catalog.bad_option for what no variant has.
platform::Result<std::vector<Option>> arranged_options(const std::vector<Option>& wanted,
                                                       const std::vector<Variant>& variants);

}  // namespace kontor::catalog

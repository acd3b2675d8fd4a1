// Which reviews need no reader.
#pragma once

#include "reviews/module.hpp"

namespace kontor::reviews {

class Acceptance {
public:
    explicit Acceptance(const Config& config);

    bool takes(const Review& review) const;

private:
    AutoAccept whose_;
    std::int64_t min_stars_;
    std::vector<std::string> blocked_;  // folded
};

// Anything that may be an address on the web or of mail: rather a reader too many.
bool may_contain_link(std::string_view text);

}  // namespace kontor::reviews

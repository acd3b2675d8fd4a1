#pragma once

#include "auth/ids.hpp"
#include "catalog/ids.hpp"
#include "platform/core/result.hpp"
#include "recommendations/ids.hpp"
#include "search/search.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kontor::recommendations {

// To whom something is recommended.
struct Visitor {
    std::optional<auth::UserId> customer{};
    std::string id{};     // what tells a guest from others, or ""
    std::string guest{};  // the hash of the guest's token, or ""
};
BOOST_DESCRIBE_STRUCT(Visitor, (), (customer, id, guest))

struct Asked {
    Visitor visitor;
    std::size_t limit = 10;
    std::string language;
};
BOOST_DESCRIBE_STRUCT(Asked, (), (visitor, limit, language))

// Listed products, available ones first. experiment and variant: where one decided about the list.
struct Recommended {
    std::vector<search::Summary> data;
    std::optional<ExperimentId> experiment;
    std::optional<std::string> variant;
};
BOOST_DESCRIBE_STRUCT(Recommended, (), (data, experiment, variant))

// What to buy next, from what was ordered and from what products have in common. It learns from
// events, and what it has learned shows within a minute; prices and stock are those of the moment.
// Thread-safe. beside() is one round trip for a list made less than a minute ago.
class Recommendations {
public:
    virtual ~Recommendations() = default;

    // Refuses recommendations.no_such_product (not_found) for one that is not listed.
    virtual platform::Result<Recommended> beside(const catalog::ProductId& product,
                                                 const Asked& asked) = 0;
    // Beside what is in a basket. Products that do not exist say nothing.
    virtual Recommended beside_basket(const std::vector<catalog::ProductId>& products,
                                      const Asked& asked) = 0;
    // From what the customer bought; what is popular for everybody of whom nothing is known.
    virtual Recommended for_visitor(const Asked& asked) = 0;
    // Makes everything anew from the catalogue and from the baskets kept, in one transaction: it is
    // what the events would make. progress(done) after each page of products; answers how many
    // baskets there are.
    virtual std::size_t rebuild(const std::function<void(std::size_t)>& progress) = 0;
};

}  // namespace kontor::recommendations

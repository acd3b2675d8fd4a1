#include "window.hpp"

using namespace kontor;
using namespace kontor::storefront;

TEST_CASE_FIXTURE(Window, "a page costs a statement for the product, its stock and its rating") {
    const auto path = "/products/" + add_simple(R"("categories":["counted"],)").slug;
    const auto statements = [] { return shared().pool().statistics().round_trips; };
    get(path);
    cache.clear();
    const auto before = statements();
    get(path);
    CHECK(statements() - before == 3);
    get(path);
    CHECK(statements() - before == 3);
}

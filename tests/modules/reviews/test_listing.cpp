#include "forum.hpp"

#include <algorithm>

using namespace kontor;
using namespace kontor::reviews;

namespace {

struct Shelf : Forum {
    Shelf() {
        for (const auto stars : {3, 5, 1, 5, 3}) written.push_back(accepted(product, stars).id);
        vote(written[0], 1);
        vote(written[2], 2);
        accepted(catalog::ProductId::make(), 5);
        write(auth::UserId::make(), product, 5);
    }

    void vote(const ReviewId& review, int times) {
        for (int i = 0; i < times; ++i)
            REQUIRE(reviews->find_helpful(review, auth::UserId::make()).has_value());
    }
    // The places, in the order of writing, of what is listed page by page.
    std::vector<int> listed(Sort sort, std::size_t limit) {
        std::vector<int> places;
        ReviewFilter filter{sort, {}, limit};
        while (true) {
            const auto page = reviews->of_product(product, filter).reviews;
            for (const auto& review : page) {
                const auto place = std::ranges::find(written, review.id) - written.begin();
                places.push_back(static_cast<int>(place));
            }
            if (page.size() < limit) return places;
            filter.after = place_of(page.back(), sort);
        }
    }

    catalog::ProductId product = catalog::ProductId::make();
    std::vector<ReviewId> written;
};

}  // namespace

TEST_CASE_FIXTURE(Shelf,
                  "reviews are sorted, the newest first where nothing else tells them apart") {
    for (const std::size_t limit : {1, 2, 3, 10}) {
        CAPTURE(limit);
        CHECK(listed(Sort::newest, limit) == std::vector{4, 3, 2, 1, 0});
        CHECK(listed(Sort::helpful, limit) == std::vector{2, 0, 4, 3, 1});
        CHECK(listed(Sort::highest, limit) == std::vector{3, 1, 4, 0, 2});
        CHECK(listed(Sort::lowest, limit) == std::vector{2, 4, 0, 3, 1});
    }
}

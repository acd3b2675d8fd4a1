#include "acceptance.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using namespace kontor::reviews;

namespace {

Review review(std::int64_t stars, bool verified, const std::string& text = "Very good.") {
    Review made;
    made.stars = stars;
    made.verified_purchase = verified;
    made.text = text;
    made.author = "A customer";
    return made;
}

}  // namespace

TEST_CASE("the rule says whose reviews are accepted unread, and from how many stars on") {
    const Acceptance nobody({AutoAccept::nobody, 1, {}});
    const Acceptance verified({AutoAccept::verified, 3, {}});
    const Acceptance everybody({AutoAccept::everybody, 3, {}});
    CHECK_FALSE(nobody.takes(review(5, true)));
    CHECK(verified.takes(review(5, true)));
    CHECK_FALSE(verified.takes(review(5, false)));
    CHECK(everybody.takes(review(5, false)));
    CHECK(everybody.takes(review(3, false)));
    CHECK_FALSE(everybody.takes(review(2, true)));
}

TEST_CASE("whatever may be a link is read first") {
    for (const auto* text :
         {"see https://example.org", "www.example.org", "Cheaper at shop.example",
          "mail me: ada@example.org", "EXAMPLE.ORG!", "x.münchen"})
        CHECK_MESSAGE(may_contain_link(text), text);
    for (const auto* text :
         {"", ".", "Good. Really good.", "4.5 of 5, 3.50 euro", "Well...", "a.b", "end.", "...so."})
        CHECK_FALSE_MESSAGE(may_contain_link(text), text);
}

TEST_CASE("links and blocked words count wherever they stand") {
    const Acceptance rule({AutoAccept::everybody, 1, {"Scam", "free money", "дурак", " "}});
    CHECK(rule.takes(review(5, false, "A scampi dish, freely made with money")));
    CHECK_FALSE(rule.takes(review(1, false, "A SCAM!")));
    CHECK_FALSE(rule.takes(review(1, false, "such a  scâm.")));
    CHECK_FALSE(rule.takes(review(5, false, "get FREE\nmoney, now")));
    CHECK_FALSE(rule.takes(review(5, false, "дурак")));
    auto in_title = review(5, false);
    in_title.title = "scam";
    CHECK_FALSE(rule.takes(in_title));
    auto in_name = review(5, false);
    in_name.author = "example.org";
    CHECK_FALSE(rule.takes(in_name));
}

#include "platform/json/json.hpp"
#include "reviews/personal_data.hpp"

namespace kontor::reviews {

using namespace platform;

namespace {

struct Vote {
    ReviewId review;
    Time at;
};
BOOST_DESCRIBE_STRUCT(Vote, (), (review, at))

class ReviewData final : public PersonalData {
public:
    ReviewData(Database& database, Reviews& reviews) : database_(database), reviews_(reviews) {}

    std::vector<PersonalRecords> copy_of(const Person& person) override {
        const auth::UserId customer(person.account);
        const auto votes = database_.read([&](Reader& reader) { return votes_of(reader, person); });
        return {{"reviews", json::write(reviews_.all_own(customer))},
                {"votes", json::write(votes)}};
    }

    void forget(const Person& person) override {
        const auth::UserId customer(person.account);
        for (const auto& product : reviewed_by(person))
            reviews_.remove_own(customer, product).value();
        // Votes for what is shown no more count for nothing.
        const auto counted = database_.read([&](Reader& reader) {
            return reader.all<ReviewId>(
                "select v.review from reviews.vote v join reviews.review r on r.id = v.review"
                " where v.customer = $1 and r.status = 'accepted' order by v.review",
                person.account);
        });
        for (const auto& review : counted) reviews_.find_not_helpful(review, customer).value();
        database_.transact([&](Tx& tx) {
            tx.defer(
                "with gone as (delete from reviews.vote where customer = $1 returning review)"
                " update reviews.review r set helpful = helpful - 1 from gone"
                " where r.id = gone.review",
                person.account);
            tx.defer("update reviews.bought_item set customer = null where customer = $1",
                     person.account);
            tx.defer("delete from reviews.purchase where customer = $1", person.account);
        });
    }

private:
    std::vector<catalog::ProductId> reviewed_by(const Person& person) {
        return database_.read([&](Reader& reader) {
            return reader.all<catalog::ProductId>(
                "select product from reviews.review where customer = $1 order by product",
                person.account);
        });
    }

    static std::vector<Vote> votes_of(Reader& reader, const Person& person) {
        return reader.all<Vote>(
            "select review, at from reviews.vote where customer = $1 order by review",
            person.account);
    }

    Database& database_;
    Reviews& reviews_;
};

}  // namespace

std::unique_ptr<PersonalData> make_personal_data(Database& database, Reviews& reviews) {
    return std::make_unique<ReviewData>(database, reviews);
}

}  // namespace kontor::reviews

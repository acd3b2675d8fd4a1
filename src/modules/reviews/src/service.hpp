#pragma once

#include "acceptance.hpp"

namespace kontor::reviews {

class Service final : public Reviews {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            const Config& config)
        : database_(database), events_(events), clock_(clock), acceptance_(config) {}

    std::vector<Rating> ratings(const std::vector<catalog::ProductId>& products) override;
    ProductReviews of_product(const catalog::ProductId& product,
                              const ReviewFilter& filter) override;
    platform::Result<Written> write(const auth::UserId& customer, const catalog::ProductId& product,
                                    const Draft& draft,
                                    const std::optional<platform::Time>& unchanged_since) override;
    platform::Result<Review> own(const auth::UserId& customer,
                                 const catalog::ProductId& product) override;
    std::vector<Review> all_own(const auth::UserId& customer) override;
    platform::Result<> remove_own(const auth::UserId& customer, const catalog::ProductId& product,
                                  const std::optional<platform::Time>& unchanged_since) override;
    platform::Result<> find_helpful(const ReviewId& review, const auth::UserId& customer) override;
    platform::Result<> find_not_helpful(const ReviewId& review,
                                        const auth::UserId& customer) override;
    std::vector<Review> queue(const QueueFilter& filter) override;
    platform::Result<Review> review(const ReviewId& id) override;
    std::vector<Move> history(const ReviewId& id) override;
    platform::Result<Review> decide(const ReviewId& id, const Decision& decision) override;
    platform::Result<Review> answer(const ReviewId& id, const platform::Text<1, 2000>& text,
                                    const std::string& actor) override;
    std::vector<platform::Violation> check() override;

private:
    // As precise as HTTP shows it, so that a decision can name the words it was made from.
    platform::Time now() const;

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    Acceptance acceptance_;
};

}  // namespace kontor::reviews

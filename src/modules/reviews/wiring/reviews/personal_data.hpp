// For the composition root and for tests.
#pragma once

#include "platform/core/personal_data.hpp"
#include "platform/db/database.hpp"
#include "reviews/reviews.hpp"

#include <memory>

namespace kontor::reviews {

// A customer's reviews, which are taken back, and votes.
std::unique_ptr<platform::PersonalData> make_personal_data(platform::Database& database,
                                                           Reviews& reviews);

}  // namespace kontor::reviews

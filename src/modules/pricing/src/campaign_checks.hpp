// Whether a promotion makes sense.
#pragma once

#include "campaign.hpp"
#include "catalog/catalog.hpp"
#include "customers/customers.hpp"
#include "pricing/currencies.hpp"

namespace kontor::pricing {

// Refuses pricing.bad_promotion with every problem.
platform::Result<> check(const CampaignBody& body, const Currencies& currencies,
                         catalog::Catalog& catalog, customers::Customers& customers);

// Of what was checked.
Benefit benefit_of(const BenefitBody& body);
Conditions conditions_of(const ConditionsBody& body);

}  // namespace kontor::pricing

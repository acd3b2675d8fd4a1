#pragma once

#include "ledger.hpp"
#include "stored_value.hpp"

namespace kontor::payments {

// What a gift card is found by: codes themselves are not kept.
class CodeHash {
public:
    // key: 32 bytes, secret.
    explicit CodeHash(std::string key) : key_(std::move(key)) {}
    std::string operator()(std::string_view code) const;

private:
    std::string key_;
};

class GiftCardService final : public GiftCards {
public:
    GiftCardService(platform::Database& database, const platform::Clock& clock, CodeHash hash)
        : database_(database), clock_(clock), hash_(std::move(hash)) {}

    platform::Result<GiftCard> issue(const NewGiftCard& card, const std::string& actor) override;
    std::vector<GiftCard> list(const std::optional<GiftCardId>& after, std::size_t limit) override;
    platform::Result<GiftCard> gift_card(const GiftCardId& id) override;
    platform::Result<GiftCard> disable(const GiftCardId& id) override;
    platform::Result<GiftCard> enable(const GiftCardId& id) override;
    platform::Result<GiftCardBalance> check(const std::string& code) override;

private:
    platform::Database& database_;
    const platform::Clock& clock_;
    CodeHash hash_;
};

}  // namespace kontor::payments

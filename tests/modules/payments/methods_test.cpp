#include "stripe_shop.hpp"

#include <future>
#include <map>
#include <thread>

using namespace kontor;
using namespace kontor::payments;
using test::StripeShop;
using enum kontor::payments::PaymentStatus;

namespace {

struct Wallet : StripeShop {
    Wallet()
        : methods(make_payment_methods(database, clock,
                                       config_for(stripe->url(), CaptureMode::at_once), sealer)) {}

    platform::Result<PaymentMethod> keep(const std::string& token,
                                         const std::string& label = "Visa •••• 4242") {
        NewPaymentMethod method;
        method.provider = *platform::Text<1, 60>::accept("stripe");
        method.token = *platform::Text<1, 500>::accept(token);
        method.label = *platform::Line<1, 60>::accept(label);
        method.expires =
            Expiry{*platform::Whole<1, 12>::accept(12), *platform::Whole<2000, 9999>::accept(2031)};
        return methods->keep(customer, method);
    }

    // As whoever has a copy of the database reads it.
    std::string written(const PaymentMethod& method) {
        return superuser.read([&](platform::Reader& reader) {
            return *reader.one<std::string>("select token from payments.method where id = $1",
                                            method.id);
        });
    }
    void write(const PaymentMethod& method, const std::string& token) {
        superuser.transact([&](platform::Tx& tx) {
            tx.run("update payments.method set token = $2 where id = $1", method.id, token);
        });
    }
    bool pays(const PaymentMethod& method) {
        auto request = by_stripe("");
        request.method = method.id;
        request.customer = customer;
        return payments->pay(request)->status == captured;
    }

    auth::UserId customer = auth::UserId::make();
    std::unique_ptr<PaymentMethods> methods;
};

template <class T>
std::string refusal_of(const platform::Result<T>& result) {
    return result.has_error() ? result.error().code : "";
}

std::string fresh() {
    auto id = platform::to_string(platform::new_uuid());
    std::erase(id, '-');
    // In letters: a row of digits could be the number of a card.
    for (char& c : id)
        if (c <= '9') c = static_cast<char>('g' + (c - '0'));
    return "pm_" + id;
}

}  // namespace

TEST_CASE("a kept means of payment pays without its token") {
    Wallet wallet;
    const auto kept = wallet.keep(fresh()).value();
    CHECK_EQ(kept.label, "Visa •••• 4242");
    CHECK_EQ(wallet.methods->methods_of(wallet.customer).size(), 1);

    auto request = wallet.by_stripe("");
    request.method = kept.id;
    request.customer = wallet.customer;
    CHECK_FALSE(wallet.payments->ready(request).has_error());
    CHECK_EQ(wallet.payments->pay(request)->status, captured);
}

TEST_CASE(
    "the token of a kept means of payment is sealed, for its own row and under the newest key") {
    Wallet wallet;
    const auto token = fresh();
    const auto kept = wallet.keep(token).value();
    const auto other = wallet.keep(fresh()).value();
    CHECK(wallet.sealer.is_current(wallet.written(kept)));
    CHECK_EQ(wallet.written(kept).find(token), std::string::npos);

    const platform::SealingKey newest{"newest", std::string(32, 'n')};
    const platform::Sealer both({newest, {"books", std::string(32, 'b')}});
    CHECK_GE(seal_kept_tokens(wallet.database, both), 2);
    CHECK(both.is_current(wallet.written(kept)));
    const auto later =
        make_payments(wallet.database, wallet.events, wallet.clock,
                      wallet.config_for(wallet.stripe->url(), CaptureMode::at_once), &both);
    auto request = wallet.by_stripe("");
    request.method = kept.id;
    request.customer = wallet.customer;
    CHECK_EQ(later->pay(request)->status, captured);
    wallet.write(other, wallet.written(kept));
    request.method = other.id;
    CHECK_THROWS_AS(static_cast<void>(later->ready(request)), std::runtime_error);
}

TEST_CASE("a token that was kept before tokens were sealed pays as before, and is sealed") {
    Wallet wallet;
    const auto token = fresh();
    const auto kept = wallet.keep(token).value();
    wallet.write(kept, token);
    CHECK(wallet.pays(kept));
    CHECK_EQ(wallet.keep(token)->id, kept.id);
    CHECK_GE(seal_kept_tokens(wallet.database, wallet.sealer), 1);
    CHECK(wallet.sealer.is_current(wallet.written(kept)));
    CHECK_EQ(seal_kept_tokens(wallet.database, wallet.sealer), 0);
    CHECK(wallet.pays(kept));
    CHECK_EQ(wallet.keep(token)->id, kept.id);
    wallet.methods->forget(wallet.customer, kept.id).value();
    CHECK_EQ(wallet.count("payments.method where customer = $1", wallet.customer.uuid()), 0);
}

TEST_CASE("somebody else's, a guest's or another provider's means of payment do not exist") {
    Wallet wallet;
    auto request = wallet.by_stripe("");
    request.method = wallet.keep(fresh())->id;
    CHECK_EQ(refusal_of(wallet.payments->ready(request)), "payments.no_such_method");
    request.customer = auth::UserId::make();
    CHECK_EQ(refusal_of(wallet.payments->ready(request)), "payments.no_such_method");
    CHECK_EQ(refusal_of(wallet.payments->pay(request)), "payments.no_such_method");
    CHECK_EQ(refusal_of(wallet.methods->forget(*request.customer, *request.method)),
             "payments.no_such_method");
}

TEST_CASE("a customer is made at the provider once, and the same token is kept once") {
    Wallet wallet;
    const auto token = fresh();
    const auto first = wallet.keep(token).value();
    CHECK_EQ(wallet.keep(token)->id, first.id);
    wallet.keep(fresh()).value();
    CHECK_EQ(wallet.methods->methods_of(wallet.customer).size(), 2);
    CHECK_EQ(wallet.count("payments.payer where customer = $1", wallet.customer.uuid()), 1);
}

TEST_CASE("numbers of cards are refused in token and label, and nothing is written or sent") {
    Wallet wallet;
    CHECK_EQ(refusal_of(wallet.keep("4242424242424242")), "payments.card_number");
    for (const auto* label :
         {"Visa 4242 4242 4242 4242", "４２４２４２４２４２４２４２４２", "4242‑4242‑4242‑4242",
          "4242–4242–4242–4242", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "4242\u200b4242\u00a04242\u22124242"}) {
        CAPTURE(label);
        CHECK_EQ(refusal_of(wallet.keep(fresh(), label)), "payments.card_number");
    }
    CHECK_EQ(wallet.stripe->requests(), 0);
    CHECK(wallet.methods->methods_of(wallet.customer).empty());
}

TEST_CASE("a customer keeps no more than twenty, of those kept at one time neither") {
    Wallet wallet;
    for (int i = 0; i < 19; ++i) wallet.keep(fresh()).value();
    const auto waiting = [&] {
        return wallet.superuser.read([](platform::Reader& reader) {
            return *reader.one<std::int64_t>("select count(*) from pg_locks where not granted");
        });
    };
    // The provider keeps all three before any is counted.
    std::vector<std::future<std::string>> outcomes;
    wallet.database.transact([&](platform::Tx& tx) {
        tx.run(
            "select pg_advisory_xact_lock("
            "hashtextextended('means of payment ' || $1::text, 0))",
            wallet.customer);
        for (int i = 0; i < 3; ++i)
            outcomes.push_back(
                std::async(std::launch::async, [&] { return refusal_of(wallet.keep(fresh())); }));
        while (std::async(std::launch::async, waiting).get() < 3) std::this_thread::yield();
    });
    std::map<std::string, int> count;
    for (auto& outcome : outcomes) ++count[outcome.get()];
    CHECK(count == std::map<std::string, int>{{"", 1}, {"payments.too_many_methods", 2}});
    CHECK_EQ(wallet.methods->methods_of(wallet.customer).size(), 20);
    CHECK_EQ(refusal_of(wallet.keep(fresh())), "payments.too_many_methods");
    wallet.methods->work_off();
    CHECK_EQ(wallet.count("payments.method where customer = $1", wallet.customer.uuid()), 20);
}

TEST_CASE("what the provider refuses is not kept") {
    Wallet wallet;
    CHECK_EQ(refusal_of(wallet.keep("pm_card_chargeDeclined")), "payments.method_refused");
    CHECK_EQ(refusal_of(wallet.keep("tok_visa")), "payments.bad_token");
    CHECK(wallet.methods->methods_of(wallet.customer).empty());
}

TEST_CASE("a forgotten means of payment is gone here at once and there as soon as can be") {
    Wallet wallet;
    const auto kept = wallet.keep(fresh()).value();
    wallet.stripe->suffer("unavailable", 1, "/v1/payment_methods");
    CHECK_FALSE(wallet.methods->forget(wallet.customer, kept.id).has_error());
    CHECK(wallet.methods->methods_of(wallet.customer).empty());
    CHECK_EQ(wallet.count("payments.method where customer = $1", wallet.customer.uuid()), 1);
    wallet.methods->work_off();
    CHECK_EQ(wallet.count("payments.method where customer = $1", wallet.customer.uuid()), 0);
    CHECK_EQ(refusal_of(wallet.methods->forget(wallet.customer, kept.id)),
             "payments.no_such_method");
}

#include "cart/events.hpp"
#include "fixture.hpp"
#include "states.hpp"
#include "upkeep.hpp"

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

using namespace kontor;
using namespace kontor::cart;

namespace {

class FakeAuth final : public auth::Auth {
public:
    std::map<auth::UserId, std::string> emails;

    platform::Result<auth::User> user(const auth::UserId& id) override {
        if (!emails.contains(id))
            return platform::Error{platform::ErrorKind::not_found, "auth.no_such_user", "No."};
        auth::User user;
        user.id = id;
        user.email = emails.at(id);
        return user;
    }
    platform::Result<> hold(const auth::UserId&) override { refuse(); }
    platform::Result<auth::SignedIn> register_customer(const auth::Registration&,
                                                       const auth::Client&) override {
        refuse();
    }
    platform::Result<auth::SignedIn> login(const auth::Credentials&, const auth::Client&) override {
        refuse();
    }
    platform::Result<auth::SignedIn> refresh(const std::string&) override { refuse(); }
    void logout(const std::string&) override { refuse(); }
    platform::Result<auth::Identity> identify(const std::string&) override { refuse(); }
    platform::Result<auth::User> create_user(const auth::Registration&, std::string_view) override {
        refuse();
    }
    void sessions_ended(const std::vector<auth::SessionId>&) override {}
    void look_for_ended_sessions() override {}
    std::string jwks() override { refuse(); }

private:
    [[noreturn]] static void refuse() { throw std::logic_error("a cart does not ask this"); }
};

struct Left : Fixture {
    FakeAuth accounts;
    Config config;
    std::unique_ptr<Upkeep> upkeep;

    Left() {
        // What other tests left behind is of another time.
        clock.advance(std::chrono::days(40'000) * ++rounds);
        config.reminder_hours = *platform::Whole<0, 720>::accept(4);
        upkeep = std::make_unique<Upkeep>(database, events, clock, accounts, config);
        upkeep->abandon();
        clock.advance(std::chrono::days(60));
        upkeep->remove();
        id = carts->create(ada, std::nullopt).value().id;
        accounts.emails[*ada.customer] = "ada@example.org";
    }
    std::optional<std::string> status_of(const CartId& cart) {
        return everything.read([&](platform::Reader& reader) {
            return reader.one<std::string>("select status from cart.cart where id = $1", cart);
        });
    }
    std::vector<CartAbandoned> reminders(const CartId& cart) {
        const auto payloads = everything.read([&](platform::Reader& reader) {
            return reader.all<std::string>(
                "select payload::text from platform.event"
                " where name = 'cart.cart_abandoned.v1' and key = $1 order by id",
                cart);
        });
        std::vector<CartAbandoned> facts;
        for (const auto& payload : payloads)
            facts.push_back(platform::json::read<CartAbandoned>(payload).value());
        return facts;
    }
    static inline int rounds = 0;
};

// A guest's cart in every state, and every way to another.
struct Transitions : Left {
    auth::Shopper guest{std::nullopt, platform::to_string(platform::new_uuid())};
    auth::Shopper signed_in{auth::UserId::make(), guest.guest_token_hash};
    platform::Uuid checkout = platform::new_uuid();

    void make(CartStatus status) {
        id = carts->create(guest, std::nullopt).value().id;
        REQUIRE(carts->add_item(id, guest, of("MUG", 1)).has_value());
        if (status == CartStatus::completed) REQUIRE(go_to(CartStatus::completing) == "none");
        if (status != CartStatus::active) REQUIRE(go_to(status) == "none");
        REQUIRE(status_of(id) == platform::enum_name(status));
    }
    std::string go_to(CartStatus status) {
        switch (status) {
            case CartStatus::active:
                carts->reopen(id, checkout);
                return "none";
            case CartStatus::completing:
                return refusal(carts->claim(id, guest, checkout));
            case CartStatus::completed:
                carts->complete(id, checkout, orders::OrderId::make());
                return "none";
            case CartStatus::merged: {
                const auto own = carts->create(signed_in, std::nullopt).value().id;
                REQUIRE(carts->add_item(own, signed_in, of("TEA", 1)).has_value());
                const auto merged = carts->merge(id, signed_in);
                return merged ? "none" : merged.error().code;
            }
            case CartStatus::abandoned:
                clock.advance(std::chrono::days(91));
                upkeep->abandon();
                return "none";
        }
        return "";
    }
};

}  // namespace

TEST_CASE_FIXTURE(Left, "a cart that nobody touches is abandoned, and later deleted") {
    REQUIRE(add("MUG").has_value());
    clock.advance(std::chrono::days(89));
    CHECK(upkeep->abandon() == 0);
    clock.advance(std::chrono::days(2));
    CHECK(upkeep->abandon() == 1);
    CHECK(status_of(id) == "abandoned");
    CHECK(refusal(add("TEA")) == "cart.not_active");
    CHECK(contents().items.size() == 1);
    CHECK(upkeep->remove() == 0);
    clock.advance(std::chrono::days(31));
    CHECK(upkeep->remove() == 1);
    CHECK_FALSE(status_of(id).has_value());
    CHECK(refusal(carts->contents(id, ada)) == "cart.no_such_cart");
}

TEST_CASE_FIXTURE(Left, "many go in batches, and carts in use stay") {
    std::vector<CartId> idle;
    for (int i = 0; i < 450; ++i) idle.push_back(carts->create(ada, std::nullopt).value().id);
    clock.advance(std::chrono::days(91));
    REQUIRE(add("MUG").has_value());
    CHECK(upkeep->abandon() == 450);
    clock.advance(std::chrono::days(31));
    CHECK(upkeep->remove() == 450);
    CHECK(status_of(id) == "active");
}

TEST_CASE_FIXTURE(Left, "a cart that is being bought is not abandoned") {
    REQUIRE(add("MUG").has_value());
    REQUIRE(carts->claim(id, ada, platform::new_uuid()).has_value());
    clock.advance(std::chrono::days(500));
    upkeep->abandon();
    upkeep->remove();
    CHECK(status_of(id) == "completing");
}

TEST_CASE_FIXTURE(Left, "what a customer has set aside is kept until their next cart") {
    const auto line = add("MUG").value().items.at(0).id;
    REQUIRE(add("TEA").has_value());
    REQUIRE(carts->set_aside(id, ada, line).has_value());
    const auto checkout = platform::new_uuid();
    REQUIRE(carts->claim(id, ada, checkout).has_value());
    carts->complete(id, checkout, orders::OrderId::make());
    clock.advance(std::chrono::days(400));
    upkeep->remove();
    CHECK(carts->create(ada, std::nullopt).value().saved.size() == 1);
    upkeep->remove();
    CHECK_FALSE(status_of(id).has_value());
}

TEST_CASE_FIXTURE(Left, "a customer is told once of what is left in their cart") {
    REQUIRE(add("MUG", 2).has_value());
    clock.advance(std::chrono::hours(3));
    upkeep->remind();
    CHECK(reminders(id).empty());
    clock.advance(std::chrono::hours(2));
    CHECK(upkeep->remind() == 1);
    CHECK(upkeep->remind() == 0);
    clock.advance(std::chrono::hours(30));
    upkeep->remind();
    const auto told = reminders(id);
    REQUIRE(told.size() == 1);
    CHECK(told.at(0).email == "ada@example.org");
    CHECK(told.at(0).customer == ada.customer);
    REQUIRE(told.at(0).items.size() == 1);
    CHECK(told.at(0).items.at(0).title == "The MUG");
    CHECK(told.at(0).items.at(0).quantity == 2);
    CHECK(told.at(0).items.at(0).unit_price.amount == 1190);
    CHECK(status_of(id) == "active");

    REQUIRE(add("TEA").has_value());
    clock.advance(std::chrono::hours(5));
    upkeep->remind();
    CHECK(reminders(id).size() == 2);
}

TEST_CASE_FIXTURE(Left, "a guest is told where the checkout knows an address, and nobody else is") {
    const auth::Shopper guest{std::nullopt, "token of somebody"};
    const auto unknown = carts->create(guest, std::nullopt).value().id;
    const auto known = carts->create(guest, std::nullopt).value().id;
    for (const auto& cart : {unknown, known})
        REQUIRE(carts->add_item(cart, guest, of("MUG", 1)).has_value());
    carts->note_email(known, *platform::EmailAddress::accept("guest@example.org"));
    const auth::Shopper stranger{auth::UserId::make(), ""};
    const auto unread = carts->create(stranger, std::nullopt).value().id;
    REQUIRE(carts->add_item(unread, stranger, of("MUG", 1)).has_value());
    clock.advance(std::chrono::hours(5));
    upkeep->remind();
    REQUIRE(reminders(known).size() == 1);
    CHECK(reminders(known).at(0).email == "guest@example.org");
    CHECK(reminders(unknown).empty());
    CHECK(reminders(unread).empty());
    CHECK(reminders(id).empty());  // nothing in it
}

TEST_CASE_FIXTURE(Left, "nobody is told of what they left long ago, bought or only set aside") {
    const auto line = add("MUG").value().items.at(0).id;
    REQUIRE(carts->set_aside(id, ada, line).has_value());
    clock.advance(std::chrono::hours(5));
    CHECK(upkeep->remind() == 0);
    REQUIRE(carts->put_back(id, ada, line).has_value());
    clock.advance(std::chrono::days(9));
    CHECK(upkeep->remind() == 0);
    REQUIRE(add("TEA").has_value());
    const auto checkout = platform::new_uuid();
    REQUIRE(carts->claim(id, ada, checkout).has_value());
    clock.advance(std::chrono::hours(5));
    CHECK(upkeep->remind() == 0);
    carts->complete(id, checkout, orders::OrderId::make());
    clock.advance(std::chrono::hours(5));
    CHECK(upkeep->remind() == 0);
}

TEST_CASE_FIXTURE(Left, "when two carts become one the address known to either is kept") {
    const auth::Shopper guest{std::nullopt, "token of hers"};
    const auto theirs = carts->create(guest, std::nullopt).value().id;
    REQUIRE(carts->add_item(theirs, guest, of("TEA", 1)).has_value());
    carts->note_email(theirs, *platform::EmailAddress::accept("other@example.org"));
    REQUIRE(add("MUG").has_value());
    REQUIRE(carts->merge(theirs, {ada.customer, guest.guest_token_hash}).has_value());
    clock.advance(std::chrono::hours(5));
    upkeep->remind();
    REQUIRE(reminders(id).size() == 1);
    CHECK(reminders(id).at(0).email == "other@example.org");
}

TEST_CASE_FIXTURE(Transitions, "a cart goes only where the table of its states lets it") {
    using States = boost::describe::describe_enumerators<CartStatus>;
    boost::mp11::mp_for_each<States>([&](auto from) {
        boost::mp11::mp_for_each<States>([&](auto to) {
            if (from.value == to.value) return;
            CAPTURE(from.name);
            CAPTURE(to.name);
            make(from.value);
            const auto code = go_to(to.value);
            const auto allowed = allowed_after(from.value);
            if (std::ranges::find(allowed, to.value) != allowed.end()) {
                CHECK(code == "none");
                CHECK(status_of(id) == to.name);
            } else {
                CHECK(status_of(id) == from.name);
            }
        });
    });
}

TEST_CASE_FIXTURE(Transitions, "a cart that is over is neither bought nor merged") {
    for (const auto over : {CartStatus::completed, CartStatus::abandoned})
        for (const auto to : {CartStatus::completing, CartStatus::merged}) {
            CAPTURE(platform::enum_name(over));
            CAPTURE(platform::enum_name(to));
            make(over);
            checkout = platform::new_uuid();
            CHECK(go_to(to) == "invalid_transition");
        }
    make(CartStatus::merged);
    CHECK(go_to(CartStatus::completing) == "cart.merged");
    CHECK(go_to(CartStatus::merged) == "none");
    make(CartStatus::completing);
    CHECK(go_to(CartStatus::merged) == "completion_in_progress");
}

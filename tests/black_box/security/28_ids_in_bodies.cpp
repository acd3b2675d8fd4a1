#include "belongings.hpp"
#include "contract.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace kontor::test {

namespace {

namespace bj = boost::json;

// What everybody may name.
const std::set<std::string> public_kinds{"var", "prod", "exp"};

// "place_order /cart_id": a place of a body for the id of something with an owner, and its kind.
std::map<std::string, std::string> owned_places(const Contract& contract,
                                                const Operation& operation) {
    std::map<std::string, std::string> places;
    if (operation.body == nullptr || operation.is_for_staff()) return places;
    for (const auto& [pointer, kind] : contract.places_of_ids(*operation.body))
        if (!public_kinds.contains(kind)) places[operation.id + " " + pointer] = kind;
    return places;
}

// Abe, who names what is Bea's in the middle of what is his own.
class Namer {
public:
    Namer() {
        abe.acquire();
        bea.acquire();
        for (const auto& operation : contract_.operations()) {
            operations_[operation.id] = &operation;
            all_.merge(owned_places(contract_, operation));
        }
    }

    // The body has ids of Abe's in all these places, and with them it is taken.
    Answer ask(const std::string& name, const std::string& path, const std::string& body) {
        const auto& operation = *operations_.at(name);
        for (const auto& [place, kind] : owned_places(contract_, operation))
            try_place(operation, path, body, place, kind);
        const auto own = send(operation, path, body);
        INFO(name << " " << body << " -> " << own.body);
        REQUIRE(own.status < 300);
        return own;
    }
    std::string cart() const {
        const auto made = abe.probe.post("/v1/carts", "{}").text("/id");
        REQUIRE(abe.probe
                    .post("/v1/carts/" + made + "/items",
                          R"({"sku":")" + open_shop().sku + R"(","quantity":1})")
                    .status == 200);
        return made;
    }
    const std::map<std::string, std::string>& all() const { return all_; }
    const std::map<std::string, std::string>& tried() const { return tried_; }

    Belongings abe{"abe28-bodies@example.org"};
    Belongings bea{"bea28-bodies@example.org"};

private:
    Answer send(const Operation& operation, const std::string& path,
                const std::string& body) const {
        return abe.probe.send(operation.method, path, body,
                              {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
    }
    Answer with(const Operation& operation, const std::string& path, const std::string& body,
                const std::string& pointer, const std::string& id) const {
        auto tree = bj::parse(body);
        bj::error_code error;
        auto* member = tree.find_pointer(pointer, error);
        REQUIRE_MESSAGE(member != nullptr, operation.id << " is tried without " << pointer);
        *member = id;
        return send(operation, path, bj::serialize(tree));
    }
    // But for their parcels, which are made a moment after an order is placed.
    std::string orders_of_abe() const {
        auto list = abe.probe.get("/v1/orders?limit=100").json();
        for (auto& order : list.at("data").as_array()) order.as_object().erase("shipments");
        return bj::serialize(list);
    }
    void try_place(const Operation& operation, const std::string& path, const std::string& body,
                   const std::string& place, const std::string& kind) {
        const auto pointer = place.substr(place.find(' ') + 1);
        const auto bought = orders_of_abe();
        const auto others = with(operation, path, body, pointer, bea.ids.at(kind));
        const auto nobodys =
            with(operation, path, body, pointer, kind + "_" + std::string(26, '0'));
        INFO(place << " -> " << others.body << " instead of " << nobodys.body);
        CHECK((others.status == 404 || others.status == 422));
        CHECK(others.headers.at("content-type") == "application/problem+json");
        CHECK(others.text("/code").find(".no_such_") != std::string::npos);
        CHECK(others.status == nobodys.status);
        CHECK(others.text("/code") == nobodys.text("/code"));
        CHECK(others.text("/detail") == nobodys.text("/detail"));
        CHECK(orders_of_abe() == bought);
        tried_[place] = kind;
    }

    Contract contract_{open_shop().stranger().get("/openapi.json").json()};
    std::map<std::string, const Operation*> operations_;
    std::map<std::string, std::string> all_;
    std::map<std::string, std::string> tried_;
};

std::string seen_by(const Belongings& owner) {
    std::string seen;
    const auto& ids = owner.ids;
    for (const auto& path :
         {std::string("/v1/orders"), std::string("/v1/me/addresses"),
          std::string("/v1/me/payment-methods"), "/v1/carts/" + ids.at("cart"),
          "/v1/checkouts/" + ids.at("chk"), "/v1/orders/" + ids.at("ord") + "/returns"}) {
        const auto answer = owner.probe.get(path);
        CHECK(answer.status == 200);
        seen += answer.body;
    }
    return seen;
}

void buy(Namer& namer, const std::string& payment) {
    const auto& ids = namer.abe.ids;
    const auto addresses = R"(,"shipping_address_id":")" + ids.at("addr") +
                           R"(","billing_address_id":")" + ids.at("addr") + "\"";
    const auto email = R"(","email":"abe@example.org")";
    const auto order = "/v1/orders/" + namer
                                           .ask("place_order", "/v1/orders",
                                                R"({"cart_id":")" + namer.cart() + email +
                                                    addresses + "," + payment + "}")
                                           .text("/id");
    const auto edited = open_shop().staff().post(
        "/v1/admin" + order.substr(3) + "/edits",
        R"({"reason":"one more","add":[{"sku":")" + open_shop().sku + R"(","quantity":1}]})");
    REQUIRE_MESSAGE(edited.status < 300, edited.body);
    namer.ask("pay_order", order + "/payments", "{" + payment + "}");

    const auto checkout =
        "/v1/checkouts/" + namer
                               .ask("begin_checkout", "/v1/checkouts",
                                    R"({"cart_id":")" + namer.cart() + email + addresses + "}")
                               .text("/id");
    namer.ask("change_checkout", checkout, "{" + addresses.substr(1) + "}");
    namer.ask("complete_checkout", checkout + "/complete", "{" + payment + "}");
}

void exchange(Namer& namer, const std::string& payment) {
    const auto& ids = namer.abe.ids;
    const auto returns = "/v1/orders/" + ids.at("ord") + "/returns";
    REQUIRE(namer.abe.probe.post(returns + "/" + ids.at("ret") + "/cancel", "{}").status == 200);
    const auto wished = namer
                            .ask("request_return", returns,
                                 R"({"wish":"exchange","items":[{"item_id":")" + ids.at("oli") +
                                     R"(","quantity":1,"reason":"too small"}],"replacement":[)" +
                                     R"({"sku":")" + open_shop().sku + R"(","quantity":1}]})")
                            .text("/id");
    const auto approved =
        open_shop().staff().post("/v1/admin/returns/" + wished + "/approve", "{}");
    REQUIRE_MESSAGE(approved.status == 200, approved.body);
    namer.ask("order_own_exchange", returns + "/" + wished + "/exchange", "{" + payment + "}");
}

}  // namespace

TEST_CASE(
    "28: an id of somebody else's in a body is one that nobody has, wherever a body takes one") {
    Namer namer;
    const auto before = seen_by(namer.bea);
    const auto payment = R"("payment":{"provider":"simulator","payment_method_id":")" +
                         namer.abe.ids.at("pmt") + "\"}";
    buy(namer, payment);
    exchange(namer, payment);
    CHECK(seen_by(namer.bea) == before);
    for (const auto& [place, kind] : namer.all()) {
        INFO("a body takes an id that this test does not try: " << place << " (" << kind << ")");
        CHECK(namer.tried().contains(place));
    }
    CHECK(namer.all().size() >= 12);
}

}  // namespace kontor::test

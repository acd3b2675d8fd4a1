#include "open_shop.hpp"

#include <stdexcept>

namespace kontor::test {

OpenShop::OpenShop() {
    const auto signed_in = staff_.post(
        "/v1/auth/login", R"({"email":"ada@example.org","password":"tea at half four"})");
    if (signed_in.status != 200) throw std::runtime_error("staff cannot sign in");
    staff_.always_send("Authorization", "Bearer " + signed_in.text("/access_token"));
    const auto is_filled = [&] { return staff_.get("/v1/products/harbour-blend").status == 200; };
    if (!eventually(is_filled)) throw std::runtime_error("the shop has no goods");
}

OpenShop::Cart OpenShop::cart() const {
    HttpProbe guest(address_);
    const auto made = guest.post("/v1/carts", "{}");
    if (made.status != 201) throw std::runtime_error("no cart: " + made.body);
    guest.always_send("Guest-Token", made.text("/guest_token"));
    return {made.text("/id"), guest};
}

Answer OpenShop::buy(const Cart& cart, const std::string& more) const {
    return cart.guest.post("/v1/orders",
                           R"({"cart_id":")" + cart.id +
                               R"(","email":"guest@example.org",)"
                               R"("shipping_address":{"name":"Grace Guest","line1":"Quay 1",)"
                               R"("city":"Hamburg","postal_code":"20457","country":"DE"},)"
                               R"("payment":{"provider":"simulator","token":"sim_ok"})" +
                               more + "}",
                           {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
}

OpenShop& open_shop() {
    static OpenShop shop;
    return shop;
}

}  // namespace kontor::test

#include "open_shop.hpp"

#include <boost/algorithm/string/replace.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace kontor::test {

namespace {

Environment with(Environment more, const std::string& dsn) {
    more.emplace("KONTOR_DATABASE_DSN", dsn);
    return more;
}

// Without what quoted-printable breaks lines with.
std::string read_mail(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string mail{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    boost::replace_all(mail, "=\r\n", "");
    boost::replace_all(mail, "=3D", "=");
    return mail;
}

}  // namespace

OpenShop::OpenShop(Environment more) : environment_(with(std::move(more), database_.dsn())) {
    const auto signed_in = staff_.post(
        "/v1/auth/login", R"({"email":"ada@example.org","password":"tea at half four"})");
    if (signed_in.status != 200) throw std::runtime_error("staff cannot sign in");
    staff_.always_send("Authorization", "Bearer " + signed_in.text("/access_token"));
    staff_credentials_ = "Authorization: Bearer " + signed_in.text("/access_token") + "\r\n";
    const auto is_filled = [&] { return staff_.get("/v1/products/harbour-blend").status == 200; };
    if (!eventually(is_filled)) throw std::runtime_error("the shop has no goods");
}

std::uint16_t OpenShop::port() const {
    return static_cast<std::uint16_t>(std::stoi(address_.substr(address_.rfind(':') + 1)));
}

std::string OpenShop::token_for(const std::string& email, const std::string& page) const {
    constexpr std::size_t length = 64;
    std::string token;
    const auto is_there = [&] {
        const auto spool = data_.path() / "mail";
        if (!std::filesystem::exists(spool)) return false;
        for (const auto& entry : std::filesystem::directory_iterator(spool)) {
            const auto mail = read_mail(entry.path());
            const auto link = mail.find(address_ + "/" + page + "?token=");
            if (link == mail.npos || mail.find("To: " + email) == mail.npos) continue;
            token = mail.substr(mail.find('=', link) + 1, length);
            return true;
        }
        return false;
    };
    if (!eventually(is_there)) throw std::runtime_error("no letter with a link to " + page);
    return token;
}

std::vector<std::string> OpenShop::letters() const {
    std::vector<std::string> letters;
    for (const auto& entry : std::filesystem::directory_iterator(data_.path() / "mail"))
        letters.push_back(read_mail(entry.path()));
    return letters;
}

std::vector<std::string> OpenShop::heads_of_letters() const {
    auto heads = letters();
    for (auto& head : heads) head.erase(std::min(head.find("\r\n\r\n"), head.size()));
    return heads;
}

OpenShop::Cart OpenShop::cart() const {
    HttpProbe guest(address_);
    const auto made = guest.post("/v1/carts", "{}");
    if (made.status != 201) throw std::runtime_error("no cart: " + made.body);
    guest.always_send("Guest-Token", made.text("/guest_token"));
    return {made.text("/id"), guest, made.text("/guest_token")};
}

Answer OpenShop::buy(const Cart& cart, const std::string& more, const std::string& token) const {
    return cart.guest.post("/v1/orders",
                           R"({"cart_id":")" + cart.id +
                               R"(","email":"guest@example.org",)"
                               R"("shipping_address":{"name":"Grace Guest","line1":"Quay 1",)"
                               R"("city":"Hamburg","postal_code":"20457","country":"DE"},)"
                               R"("payment":{"provider":"simulator","token":")" +
                               token + R"("})" + more + "}",
                           {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
}

OpenShop& open_shop() {
    static OpenShop shop({{"KONTOR_HTTP_ALLOWED_ORIGINS", shop_front}});
    return shop;
}

}  // namespace kontor::test

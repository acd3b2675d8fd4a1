// A shop as the binary opens it, with what an attacker and a member of staff need. One for all
// tests of the suite.
#pragma once

#include "program.hpp"
#include "support/http_probe.hpp"
#include "support/test_database.hpp"

namespace kontor::test {

class OpenShop {
public:
    // Configured by the more; a test that needs none takes open_shop().
    explicit OpenShop(Environment more = {});

    struct Cart {
        std::string id;
        HttpProbe guest;  // shows the cart's token
        std::string token;

        std::string path() const { return "/v1/carts/" + id; }
        Answer put_in(const std::string& item) const { return guest.post(path() + "/items", item); }
    };
    // Empty.
    Cart cart() const;
    Answer buy(const Cart& cart, const std::string& more = "",
               const std::string& token = "sim_ok") const;

    HttpProbe stranger() const { return HttpProbe(address_); }
    // The token of the link to that page in a letter to the address, when there is one.
    std::string token_for(const std::string& email, const std::string& page) const;

    // What it keeps in files.
    const std::filesystem::path& data() const { return data_.path(); }
    // Every letter so far; only their headers.
    std::vector<std::string> letters() const;
    std::vector<std::string> heads_of_letters() const;

    const HttpProbe& staff() const { return staff_; }
    // The header's line.
    const std::string& staff_credentials() const { return staff_credentials_; }
    std::uint16_t port() const;
    TestDatabase& database() { return database_; }
    // kontor user create
    Finished create_user(const std::string& email, const std::string& role,
                         const std::string& password) const {
        return run({"user", "create", "--email", email, "--role", role}, environment_,
                   password + "\n");
    }
    // kontor with these arguments, beside the shop.
    Finished run_command(const std::vector<std::string>& arguments) const {
        return run(arguments, environment_);
    }
    int process() const { return program_.process(); }
    // Everything it has logged so far.
    std::string log() const { return program_.err(); }
    const std::string sku = "COF-HARBOUR-B-250";
    static constexpr std::int64_t price = 890;

private:
    TestDatabase database_;
    TemporaryDirectory data_;
    Environment environment_;
    Finished admin_ = run({"user", "create", "--email", "ada@example.org", "--role", "admin"},
                          environment_, "tea at half four\n");
    Program program_{{"up", "--demo", "--port", "0", "--data", data_.path().string()},
                     environment_};
    std::string address_ = program_.address();
    HttpProbe staff_{address_};
    std::string staff_credentials_;
};

// Pages of this origin may read what it answers.
inline constexpr auto shop_front = "https://www.shop.example";

OpenShop& open_shop();

}  // namespace kontor::test

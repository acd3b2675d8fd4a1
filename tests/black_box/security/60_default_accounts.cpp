#include "own_shop.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("60: a new shop has no account that anybody could know") {
    OwnShop shop({});
    const HttpProbe stranger(shop.address());
    for (const std::string name : {"admin", "root", "kontor", "staff", "test", "user", "demo"})
        for (const std::string password :
             {"admin", "root", "kontor", "password", "changeme", "12345678", ""})
            for (const std::string host : {"", "@localhost", "@example.org", "@kontor.local"}) {
                const auto status =
                    stranger
                        .post("/v1/auth/login", R"({"email":")" + name + host +
                                                    R"(","password":")" + password + R"("})")
                        .status;
                CHECK((status == 401 || status == 422 || status == 429));
            }
    const auto accounts = shop.database().superuser().read([](platform::Reader& reader) {
        return *reader.one<std::int64_t>("select count(*) from auth.user_account");
    });
    CHECK(accounts == 0);
}

}  // namespace kontor::test

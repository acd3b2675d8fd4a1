#include "members.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("16: a password has eight characters or more, staff's fifteen") {
    const auto status = [](const std::string& email, const std::string& password) {
        const auto answer = register_member(email, password);
        if (answer.status == 422) CHECK(answer.text("/errors/0/pointer") == "/password");
        return answer.status;
    };
    CHECK(status("short16@example.org", "mqvtzkx") == 422);
    CHECK(status("short16@example.org", "\u00e9\u00e8\u00ea\u00eb\u00e0") == 422);
    CHECK(status("short16@example.org", "") == 422);
    CHECK(status("short16@example.org", "mqvtzkxw") == 201);
    CHECK(open_shop().create_user("staff16@example.org", "staff", "mqvtzkxwmqvtzk").status == 1);
    CHECK(open_shop().create_user("staff16@example.org", "staff", "mqvtzkxwpbnrhls").status == 0);
}

TEST_CASE("16: staff with a second factor may have a password of eight") {
    REQUIRE(open_shop().create_user("factor16@example.org", "staff", "three wet otters").status ==
            0);
    const auto signed_in = log_in("factor16@example.org", "three wet otters");
    auto staff = open_shop().stranger();
    staff.always_send("Authorization", "Bearer " + signed_in.text("/access_token"));
    const auto change = [&] {
        return staff
            .post("/v1/me/password",
                  R"({"current_password":"three wet otters","password":"mqvtzkxw"})")
            .status;
    };
    CHECK(change() == 422);
    const auto begun = staff.post("/v1/me/mfa", R"({"current_password":"three wet otters"})");
    REQUIRE(staff
                .post("/v1/me/mfa/confirm",
                      R"({"code":")" + app_code(begun.text("/setup_key")) + R"("})")
                .status == 200);
    CHECK(change() == 204);
}

}  // namespace kontor::test

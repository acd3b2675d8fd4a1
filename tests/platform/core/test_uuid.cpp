#include "platform/core/id.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <unordered_set>
#include <vector>

using namespace kontor::platform;

namespace {

using ProductId = Id<"prod">;

}  // namespace

TEST_CASE("a UUID is read and written in its canonical form") {
    const std::string text = "0188bac7-4afa-78aa-bc3b-bd1eef28d881";
    const auto uuid = parse_uuid(text);
    REQUIRE(uuid);
    CHECK(uuid->bytes[0] == 0x01);
    CHECK(uuid->bytes[15] == 0x81);
    CHECK(to_string(*uuid) == text);
    CHECK(parse_uuid("0188BAC7-4AFA-78AA-BC3B-BD1EEF28D881") == uuid);
    for (const auto* broken :
         {"", "0188bac74afa78aabc3bbd1eef28d881", "0188bac7-4afa-78aa-bc3b-bd1eef28d88",
          "0188bac7-4afa-78aa-bc3b-bd1eef28d8811", "g188bac7-4afa-78aa-bc3b-bd1eef28d881",
          "0188bac7a4afa-78aa-bc3b-bd1eef28d881", "{188bac7-4afa-78aa-bc3b-bd1eef28d881",
          "0188bac74-afa-78aa-bc3b-bd1eef28d881"})
        CHECK_FALSE(parse_uuid(broken));
}

TEST_CASE("a new UUID has version 7, its variant and the present time") {
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    const auto uuid = new_uuid();
    CHECK((uuid.bytes[6] >> 4) == 7);
    CHECK((uuid.bytes[8] >> 6) == 2);
    std::int64_t milliseconds = 0;
    for (std::size_t i = 0; i < 6; ++i) milliseconds = milliseconds << 8 | uuid.bytes[i];
    CHECK(milliseconds >= now);
    CHECK(milliseconds < now + 60'000);
}

TEST_CASE("new UUIDs increase strictly within a thread and are unique across threads") {
    constexpr std::size_t per_thread = 20'000;
    std::vector<std::vector<Uuid>> made(4);
    {
        std::vector<std::jthread> threads;
        for (auto& mine : made)
            threads.emplace_back([&mine] {
                for (std::size_t i = 0; i < per_thread; ++i) mine.push_back(new_uuid());
            });
    }
    std::unordered_set<Uuid> all;
    for (const auto& mine : made) {
        CHECK(std::adjacent_find(mine.begin(), mine.end(), std::greater_equal<>{}) == mine.end());
        all.insert(mine.begin(), mine.end());
    }
    CHECK(all.size() == made.size() * per_thread);
}

TEST_CASE("TypeIDs agree with the specification's examples") {
    const std::pair<const char*, const char*> valid[] = {
        {"00000000000000000000000000", "00000000-0000-0000-0000-000000000000"},
        {"00000000000000000000000001", "00000000-0000-0000-0000-000000000001"},
        {"0000000000000000000000000a", "00000000-0000-0000-0000-00000000000a"},
        {"0000000000000000000000000g", "00000000-0000-0000-0000-000000000010"},
        {"00000000000000000000000010", "00000000-0000-0000-0000-000000000020"},
        {"7zzzzzzzzzzzzzzzzzzzzzzzzz", "ffffffff-ffff-ffff-ffff-ffffffffffff"},
        {"0123456789abcdefghjkmnpqrs", "0110c853-1d09-52d8-d73e-1194e95b5f19"},
        {"01h455vb4pex5vsknk084sn02q", "01890a5d-ac96-774b-bcce-b302099a8057"},
        {"01h2xcejqtf2nbrexx3vqjhp41", "0188bac7-4afa-78aa-bc3b-bd1eef28d881"}};
    for (const auto& [digits, uuid] : valid) {
        const auto text = std::string("prefix_") + digits;
        CHECK(to_typeid("prefix", parse_uuid(uuid).value()) == text);
        CHECK(parse_typeid("prefix", text) == parse_uuid(uuid));
    }
}

TEST_CASE("what is no TypeID of the kind is refused") {
    for (const auto* text :
         {"", "prod", "prod_", "prod_01h2xcejqtf2nbrexx3vqjhp4", "prod_01h2xcejqtf2nbrexx3vqjhp411",
          "cart_01h2xcejqtf2nbrexx3vqjhp41", "PROD_01h2xcejqtf2nbrexx3vqjhp41",
          "prod_01H2XCEJQTF2NBREXX3VQJHP41", "prod_81h2xcejqtf2nbrexx3vqjhp41",
          "prod_a1h2xcejqtf2nbrexx3vqjhp41", "prod_01h2xcejqtf2nbrexx3vqjhpi1",
          "prod_01h2xcejqtf2nbrexx3vqjhpl1", "prod_01h2xcejqtf2nbrexx3vqjhpo1",
          "prod_01h2xcejqtf2nbrexx3vqjhpu1", "prod_01h2xcejqtf2nbrexx3vqjhp-1",
          "prod-01h2xcejqtf2nbrexx3vqjhp41", "0188bac7-4afa-78aa-bc3b-bd1eef28d881"})
        CHECK_MESSAGE(!ProductId::parse(text), text);
}

TEST_CASE("an id that is written is read back, and the text keeps the order") {
    auto previous = ProductId::make();
    for (int i = 0; i < 2000; ++i) {
        const auto id = ProductId::make();
        CHECK(ProductId::parse(id.text()) == id);
        CHECK(parse_uuid(to_string(id.uuid())) == id.uuid());
        CHECK(previous < id);
        CHECK(previous.text() < id.text());
        previous = id;
    }
}

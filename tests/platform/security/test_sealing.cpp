#include "aes_gcm.hpp"

#include "platform/security/random.hpp"
#include "platform/security/sealing.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <stdexcept>

using namespace kontor::platform;

namespace {

std::string from_hex(std::string_view digits) {
    std::string bytes;
    for (std::size_t place = 0; place < digits.size(); place += 2) {
        unsigned value = 0;
        std::from_chars(digits.data() + place, digits.data() + place + 2, value, 16);
        bytes += static_cast<char>(value);
    }
    return bytes;
}

// "The Galois/Counter Mode of Operation (GCM)", McGrew and Viega, appendix B.
struct Vector {
    std::string_view key, nonce, plain, additional, encrypted, tag;
};
constexpr std::string_view zeros =
    "0000000000000000000000000000000000000000000000000000000000000000";
constexpr Vector vectors[] = {
    {zeros, "000000000000000000000000", "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
    {zeros, "000000000000000000000000", "00000000000000000000000000000000", "",
     "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"},
    {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
     "76fc6ece0f4e1768cddf8853bb2d551b"},
};

struct Directory {
    Directory() {
        char name[] = "/tmp/kontor-keys-XXXXXX";
        path = ::mkdtemp(name);
    }
    ~Directory() { std::filesystem::remove_all(path); }
    std::filesystem::path path;
};

void write(const std::filesystem::path& file, const std::string& text, mode_t mode = 0600) {
    std::ofstream(file) << text;
    ::chmod(file.c_str(), mode);
}

const SealingKey old_key{"2025", std::string(32, 'o')};
const SealingKey new_key{"2026", std::string(32, 'n')};

}  // namespace

TEST_CASE("AES-256-GCM gives what its published vectors say, and takes nothing else") {
    for (const auto& vector : vectors) {
        const auto key = from_hex(vector.key);
        const auto nonce = from_hex(vector.nonce);
        const auto plain = from_hex(vector.plain);
        const auto additional = from_hex(vector.additional);
        const auto encrypted = aes_gcm::encrypt(key, nonce, plain, additional);
        CHECK(to_hex(encrypted) == std::string(vector.encrypted) + std::string(vector.tag));
        CHECK(aes_gcm::decrypt(key, nonce, encrypted, additional) == plain);
        CHECK_FALSE(aes_gcm::decrypt(key, nonce, encrypted, additional + "x"));
        CHECK_FALSE(aes_gcm::decrypt(key, nonce, encrypted.substr(1), additional));
    }
}

TEST_CASE("a sealed value opens where it was sealed, and nowhere else") {
    const Sealer sealer({new_key});
    for (const std::string& text : {std::string(), std::string("+49 40 1234"), std::string(3, '\0'),
                                    std::string(9000, 'x')}) {
        const auto sealed = sealer.seal(text, "address.phone:1");
        CHECK(sealed.starts_with("v1.2026."));
        CHECK(sealed != sealer.seal(text, "address.phone:1"));
        CHECK(sealer.open(sealed, "address.phone:1") == text);
        CHECK_FALSE(sealer.open(sealed, "address.phone:2"));
        CHECK_FALSE(sealer.open(sealed, ""));
        if (text.size() > 3) CHECK(sealed.find(text) == std::string::npos);
    }
}

TEST_CASE("a sealed value that was changed at any place does not open") {
    const Sealer sealer({new_key});
    const auto sealed = sealer.seal("+49 40 1234", "phone");
    for (std::size_t place = 0; place < sealed.size(); ++place) {
        auto changed = sealed;
        changed[place] = changed[place] == 'A' ? 'B' : 'A';
        CHECK_FALSE(sealer.open(changed, "phone"));
        CHECK_FALSE(sealer.open(sealed.substr(0, place), "phone"));
    }
    CHECK_FALSE(sealer.open("v1.2026.", "phone"));
    CHECK_FALSE(sealer.open("v1.2026.QUJD", "phone"));
    CHECK_FALSE(sealer.open("never sealed", "phone"));
}

TEST_CASE("the newest key seals, and what former ones sealed opens as long as they are there") {
    const auto sealed = Sealer({old_key}).seal("+49 40 1234", "phone");
    const Sealer both({new_key, old_key});
    CHECK(both.open(sealed, "phone") == "+49 40 1234");
    CHECK_FALSE(both.is_current(sealed));
    const auto anew = both.seal("+49 40 1234", "phone");
    CHECK(both.is_current(anew));
    CHECK(anew.starts_with(both.current_head()));
    CHECK(both.opened(anew, "phone") == "+49 40 1234");
    CHECK_THROWS_WITH_AS(both.opened(anew, "another place"), doctest::Contains("another place"),
                         std::runtime_error);
    CHECK(Sealer({new_key}).open(anew, "phone") == "+49 40 1234");
    CHECK_FALSE(Sealer({new_key}).open(sealed, "phone"));
    CHECK_FALSE(Sealer({{"2026", std::string(32, 'x')}}).open(anew, "phone"));
}

TEST_CASE("a blind index is the same for the same value of a field under one key") {
    const Sealer former({old_key});
    const Sealer both({new_key, old_key});
    const auto index = both.blind_index("+49401234", "phone");
    CHECK(index.size() == 43);
    CHECK(both.blind_index("+49401234", "phone") == index);
    CHECK(both.blind_index("+49401235", "phone") != index);
    CHECK(both.blind_index("+49401234", "tax_id") != index);
    CHECK(former.blind_index("+49401234", "phone") != index);
    CHECK(both.blind_indexes("+49401234", "phone") ==
          std::vector{index, former.blind_index("+49401234", "phone")});
}

TEST_CASE("keys that could not seal are refused") {
    CHECK_THROWS_AS(Sealer({}), std::invalid_argument);
    CHECK_THROWS_AS(Sealer({new_key, new_key}), std::invalid_argument);
    CHECK_THROWS_AS(Sealer({{"2026", "short"}}), std::invalid_argument);
    CHECK_THROWS_AS(Sealer({{"2026.x", std::string(32, 'n')}}), std::invalid_argument);
    const auto text = to_text(new_key);
    CHECK(parse_sealing_key(text).bytes == new_key.bytes);
    for (const auto* wrong : {"", ":", "2026", "2026:", "2026:bm4=", "2026:!", " 2026:bm4="})
        CHECK_THROWS_AS(parse_sealing_key(wrong), std::invalid_argument);
    CHECK_THROWS_AS(parse_sealing_key(text.substr(4)), std::invalid_argument);
    CHECK(make_sealing_key().bytes.size() == 32);
    CHECK(make_sealing_key().id != make_sealing_key().id);
}

TEST_CASE("a key file is made once, for its owner alone") {
    const Directory directory;
    const auto file = directory.path / "sealing.keys";
    const auto made = read_or_make_key_file(file);
    REQUIRE(made.size() == 1);
    CHECK(read_or_make_key_file(file).front().bytes == made.front().bytes);
    struct ::stat status{};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK_THROWS_AS(read_or_make_key_file(directory.path / "nowhere" / "keys"),
                    std::invalid_argument);
}

TEST_CASE("a key file holds the newest key first, and complains without quoting a key") {
    const Directory directory;
    const auto file = directory.path / "keys";
    write(file, "# ours\n" + to_text(new_key) + "\r\n\n" + to_text(old_key) + "\n");
    const auto keys = read_key_file(file);
    REQUIRE(keys.size() == 2);
    CHECK(keys.front().id == "2026");
    CHECK(keys.back().bytes == old_key.bytes);

    write(file, to_text(new_key) + "\nsecret without an id\n");
    CHECK_THROWS_WITH_AS(read_key_file(file), doctest::Contains("line 2"), std::invalid_argument);
    try {
        read_key_file(file);
    } catch (const std::invalid_argument& complaint) {
        CHECK(std::string_view(complaint.what()).find("secret") == std::string_view::npos);
    }
    write(file, "# nothing\n");
    CHECK_THROWS_WITH_AS(read_key_file(file), doctest::Contains("no key"), std::invalid_argument);
    write(file, to_text(new_key), 0644);
    CHECK_THROWS_WITH_AS(read_key_file(file), doctest::Contains("chmod 600"),
                         std::invalid_argument);
    CHECK_THROWS_AS(read_key_file(directory.path / "none"), std::invalid_argument);
}

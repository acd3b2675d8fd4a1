#include "fixture.hpp"
#include "platform/db/held_commit.hpp"

#include <algorithm>
#include <future>
#include <thread>

using namespace kontor;
using namespace kontor::media;

TEST_CASE("a picture becomes an asset with renditions that are there") {
    Studio studio;
    const auto file = png(700, 350);
    const auto asset = studio.archive->add(file).value();
    CHECK_EQ(asset.format, ImageFormat::png);
    CHECK_EQ(asset.width, 700);
    CHECK_EQ(asset.height, 350);
    CHECK_EQ(asset.bytes, static_cast<std::int64_t>(file.size()));
    CHECK_EQ(asset.created_at, studio.clock.now());
    REQUIRE_EQ(asset.renditions.size(), 6);
    CHECK_EQ(asset.renditions[0],
             Rendition{"/media/" + asset.sha256 + "/320.webp", ImageFormat::webp, 320, 160});
    CHECK_EQ(asset.renditions[5],
             Rendition{"/media/" + asset.sha256 + "/700.jpg", ImageFormat::jpeg, 700, 350});
    CHECK_EQ(asset.url, asset.renditions[5].url);
    CHECK_EQ(studio.files(), 6);
    CHECK_EQ(studio.rows("leftover"), 0);
    for (const auto& rendition : asset.renditions) {
        const auto name = rendition.url.substr(rendition.url.rfind('/') + 1);
        const auto served = studio.archive->open(asset.sha256, name).value();
        CHECK_EQ(served.format, rendition.format);
        CHECK_EQ(read_image_header(served.bytes).value().width, rendition.width);
    }
    CHECK_EQ(studio.archive->assets({asset.id}), std::vector{asset});
    CHECK(studio.archive->assets({MediaId::make()}).empty());
}

TEST_CASE("what will lie in the store is noted before it does, even where commits are held") {
    struct Watched final : OpenFolder {
        explicit Watched(Studio& studio) : OpenFolder(studio.data / "media"), studio_(studio) {}
        platform::Result<> put(const std::string& key, std::string_view bytes,
                               const Headers& headers) override {
            // As another process sees it.
            notes.push_back(
                std::async(std::launch::async, [&] { return studio_.rows("leftover"); }).get());
            return OpenFolder::put(key, bytes, headers);
        }
        Studio& studio_;
        std::vector<std::int64_t> notes;
    };
    Studio studio;
    auto storage = std::make_unique<Watched>(studio);
    const auto& watched = *storage;
    ServiceOptions options;
    options.rendering.widths = {320};
    Service service(studio.database, studio.events, studio.clock, std::move(storage), options);
    const platform::HeldCommit held;
    REQUIRE(service.add(png(50, 50)).has_value());
    CHECK_EQ(watched.notes, std::vector<std::int64_t>{1, 1});
}

TEST_CASE("the same content twice is the same asset, whoever comes first") {
    Studio studio;
    const auto file = png(50, 50);
    const auto asset = studio.archive->add(file).value();
    CHECK_EQ(studio.archive->add(file).value(), asset);
    const auto both = studio.archive->add_all({{file, {}}, {png(60, 50), {}}}).value();
    CHECK_EQ(both[0], asset);
    CHECK_NE(both[1].id, asset.id);

    const auto other = png(70, 50);
    std::vector<MediaId> ids(4);
    {
        std::vector<std::jthread> senders;
        for (auto& id : ids)
            senders.emplace_back([&] { id = studio.archive->add(other).value().id; });
    }
    CHECK_EQ(std::ranges::count(ids, ids.front()), 4);
    CHECK_EQ(studio.rows("asset"), 3);
    CHECK_EQ(studio.rows("leftover"), 0);
    CHECK_EQ(studio.files(), 6);
}

TEST_CASE("assets are listed newest first and say what they show") {
    Studio studio;
    std::vector<MediaId> ids;
    for (const std::uint32_t width : {10, 11, 12})
        ids.push_back(studio.archive->add(png(width, 10)).value().id);
    const auto page = studio.archive->list({.limit = 2});
    REQUIRE_EQ(page.size(), 2);
    CHECK_EQ(page[0].id, ids[2]);
    const auto rest = studio.archive->list({.after = page[1].id, .limit = 2});
    REQUIRE_EQ(rest.size(), 1);
    CHECK_EQ(rest[0].id, ids[0]);

    CHECK_EQ(studio.archive->describe(ids[0], "A teapot").value().alt, "A teapot");
    CHECK_EQ(studio.archive->assets({ids[0]}).front().alt, "A teapot");
    CHECK_EQ(refusal_of(studio.archive->describe(MediaId::make(), "x")), "media.no_such_asset");
    const auto again = studio.archive->add_all({{png(10, 10), {}}, {png(11, 10), "A cup"}}).value();
    CHECK_EQ(again[0].alt, "A teapot");
    CHECK_EQ(again[1].alt, "A cup");
}

TEST_CASE("of several files one that is refused keeps out the others") {
    Studio studio;
    const auto added = studio.archive->add_all({{png(10, 10), {}}, {"<svg/>", {}}});
    REQUIRE(added.has_error());
    CHECK_EQ(added.error().code, "media.not_an_image");
    REQUIRE_EQ(added.error().problems.size(), 1);
    CHECK_EQ(added.error().problems[0].pointer, "/file/1");
    CHECK_EQ(refusal_of(studio.archive->add_all({{png(10, 10), {}}, {png_claiming(9, 9), {}}})),
             "media.damaged");
    CHECK(studio.is_untouched());
}

TEST_CASE("what is removed is gone for everybody, and may come back") {
    Studio studio;
    const auto file = png(40, 40);
    const auto asset = studio.archive->add(file).value();
    REQUIRE(studio.archive->remove(asset.id).has_value());
    CHECK(studio.archive->assets({asset.id}).empty());
    CHECK_EQ(refusal_of(studio.archive->remove(asset.id)), "media.no_such_asset");
    CHECK_EQ(refusal_of(studio.archive->add(file)), "media.being_removed");
    studio.archive->tidy();
    CHECK(studio.is_untouched());
    CHECK_EQ(refusal_of(studio.archive->open(asset.sha256, "40.webp")), "media.no_such_file");
    CHECK_NE(studio.archive->add(file).value().id, asset.id);
    CHECK_EQ(studio.files(), 2);
    CHECK_EQ(shared().superuser().read([&](platform::Reader& reader) {
        return reader.all<std::string>("select name from platform.event where key = $1", asset.id);
    }),
             std::vector<std::string>{"media.asset_removed.v1"});
}

TEST_CASE("what a crash left in the storage is taken out, but not while it may still be going on") {
    Studio studio;
    const auto asset = studio.archive->add(png(30, 30)).value();
    shared().superuser().transact([&](platform::Tx& tx) {
        tx.run(
            "insert into media.leftover (sha256, objects, since) "
            "select sha256, array['" +
                storage_key(asset.sha256, "30.webp") + "', '" +
                storage_key(asset.sha256, "30.jpg") + "'], $1 from media.asset",
            studio.clock.now());
        tx.run("delete from media.asset");
    });
    studio.clock.advance(std::chrono::minutes(59));
    studio.archive->tidy();
    CHECK_EQ(studio.files(), 2);
    studio.clock.advance(std::chrono::minutes(2));
    studio.archive->tidy();
    CHECK(studio.is_untouched());
}

TEST_CASE("a note that was left behind does no harm to an asset that is there") {
    Studio studio;
    const auto asset = studio.archive->add(png(30, 30)).value();
    for (const auto* condemned : {"false", "true"}) {
        shared().superuser().transact([&](platform::Tx& tx) {
            tx.run(std::string("insert into media.leftover (sha256, objects, since, condemned) "
                               "select sha256, array['") +
                       storage_key(asset.sha256, "30.webp") + "'], $1, " + condemned +
                       " from media.asset",
                   studio.clock.now());
        });
        studio.clock.advance(std::chrono::hours(2));
        studio.archive->tidy();
        CHECK_EQ(studio.files(), 2);
        CHECK_EQ(studio.rows("leftover"), 0);
    }
}

TEST_CASE("a storage that does not work is told of, and nothing is half there") {
    Studio studio;
    REQUIRE(std::system(("touch " + (studio.data / "media").string()).c_str()) == 0);
    const auto file = png(30, 30);
    CHECK_EQ(refusal_of(studio.archive->add(file)), "storage.unavailable");
    CHECK_EQ(studio.rows("asset"), 0);
    const auto violations = studio.archive->check();
    REQUIRE_EQ(violations.size(), 1);
    CHECK_EQ(violations[0].invariant, "P2 pictures can be kept");
    std::filesystem::remove(studio.data / "media");
    CHECK(studio.archive->add(file).has_value());
    CHECK_EQ(studio.rows("leftover"), 0);
}

TEST_CASE("the doctor finds a missing file and a missing renderer") {
    Studio studio;
    const auto asset = studio.archive->add(png(30, 30)).value();
    CHECK(studio.archive->check().empty());
    std::filesystem::remove(studio.data / "media" / storage_key(asset.sha256, "30.jpg"));
    auto violations = studio.archive->check();
    REQUIRE_EQ(violations.size(), 1);
    CHECK_EQ(violations[0].subject, asset.id.text());

    Config config;
    config.renderer = "/no/such/vips";
    Studio without(config);
    CHECK_EQ(refusal_of(without.archive->add(png(30, 30))), "media.no_renderer");
    violations = without.archive->check();
    REQUIRE_EQ(violations.size(), 1);
    CHECK_NE(violations[0].detail.find("libvips-tools"), std::string::npos);
    CHECK_NE(complaints(config, without.clock).front().find("libvips-tools"), std::string::npos);
    CHECK(complaints({}, without.clock).empty());
}

TEST_CASE("a picture that was put into the storage directly is taken from there") {
    Studio studio;
    studio.open_up();
    const auto file = png(30, 30);
    const auto upload =
        studio.archive->begin_upload(static_cast<std::int64_t>(file.size())).value();
    CHECK(upload.upload_url.starts_with("https://store.example/incoming/"));
    CHECK_EQ(upload.headers.at("Content-Length"), std::to_string(file.size()));
    CHECK_EQ(refusal_of(studio.archive->complete_upload(upload.id)), "media.not_uploaded");

    const auto folder = platform::folder_storage(studio.data / "media");
    REQUIRE(folder->put(storage_key(upload.id), file).has_value());
    const auto asset = studio.archive->complete_upload(upload.id).value();
    CHECK_EQ(studio.archive->complete_upload(upload.id).value(), asset);
    CHECK_EQ(studio.archive->add(file).value(), asset);
    CHECK_EQ(refusal_of(studio.archive->complete_upload(UploadId::make())), "media.no_such_upload");

    studio.clock.advance(std::chrono::minutes(80));
    studio.archive->tidy();
    CHECK_EQ(studio.rows("upload"), 0);
    CHECK_EQ(studio.files(), 2);
}

TEST_CASE("what is no picture does not stay in the storage for long") {
    Studio studio;
    studio.open_up();
    const auto upload = studio.archive->begin_upload(6).value();
    const auto folder = platform::folder_storage(studio.data / "media");
    REQUIRE(folder->put(storage_key(upload.id), "<svg/>").has_value());
    CHECK_EQ(refusal_of(studio.archive->complete_upload(upload.id)), "media.not_an_image");
    studio.clock.advance(std::chrono::minutes(80));
    studio.archive->tidy();
    CHECK(studio.is_untouched());
    CHECK_EQ(refusal_of(studio.archive->begin_upload(21 << 20)), "media.too_large");
}

TEST_CASE("addresses name the place where browsers reach the files") {
    Config config;
    config.public_url = "https://pictures.example/";
    Studio studio(config);
    const auto asset = studio.archive->add(png(30, 30)).value();
    CHECK_EQ(asset.url, "https://pictures.example/" + asset.sha256.substr(0, 2) + "/" +
                            asset.sha256 + "/30.jpg");
    CHECK_EQ(studio.archive->open(asset.sha256, "30.jpg").value().elsewhere, asset.url);
}

TEST_CASE("a configuration that cannot be meant is refused by its key") {
    Studio studio;
    const auto says = [&](const std::string& key, auto change) {
        Config config;
        change(config);
        const auto complaint = complaints(config, studio.clock);
        REQUIRE_EQ(complaint.size(), 1);
        CHECK(complaint.front().starts_with("media." + key));
        CHECK_THROWS_AS(
            make_media(studio.database, studio.events, studio.clock, studio.data, config),
            std::invalid_argument);
    };
    for (const auto& widths : std::vector<std::vector<std::int64_t>>{
             {}, {640, 320}, {320, 320}, {8}, {5000}, {20, 21, 22, 23, 24, 25, 26, 27, 28}})
        says("widths", [&](Config& config) { config.widths = widths; });
    says("max_megapixels", [](Config& config) { config.max_megapixels = 0; });
    says("render_seconds", [](Config& config) { config.render_seconds = 0; });
    says("render_mebibytes", [](Config& config) { config.render_mebibytes = 1; });
    says("render_at_one_time", [](Config& config) { config.render_at_one_time = 0; });
    says("public_url", [](Config& config) { config.public_url = "cdn.example"; });
    says("s3.bucket", [](Config& config) { config.s3.endpoint = "https://s3.example"; });
}

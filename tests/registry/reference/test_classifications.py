"""CCS and ICS as the registry reads them."""

from registry.reference import classifications


def test_v_belts_have_the_pair_that_their_standards_carry() -> None:
    ccs, ics = classifications.find_ccs("G42"), classifications.find_ics("21.220.10")
    assert ccs is not None
    assert ics is not None
    assert (ccs.name, ccs.parent, ccs.level) == ("胶管、胶带、胶布", "G40/49", 3)
    assert (ics.name, ics.parent, ics.level) == ("Belt drives and their components", "21.220", 3)


def test_paths_lead_from_the_top() -> None:
    assert [ccs.code for ccs in classifications.path_ccs("G42")] == ["G", "G40/49", "G42"]
    assert [ics.code for ics in classifications.path_ics("23.060.20")] == ["23", "23.060", "23.060.20"]
    assert classifications.path_ics("00") == ()
    assert classifications.find_ccs("I99") is None


def test_a_class_is_found_by_code_and_by_name() -> None:
    assert classifications.search_ccs("胶管")[0].code == "G42"
    assert classifications.search_ccs("g42")[0].code == "G42"
    assert classifications.search_ics("footwear")[0].code == "61.060"
    assert classifications.search_ics("23.060", limit=3)[0].code == "23.060"
    assert classifications.search_ics("土木工程")[0].code == "93"
    assert classifications.search_ics("nowhere to be found") == []
    assert classifications.search_ics("valve", limit=0) == []


def test_only_the_fields_of_ics_have_chinese_names() -> None:
    field, group = classifications.find_ics("93"), classifications.find_ics("93.020")
    assert field is not None
    assert group is not None
    assert (field.name_zh, group.name_zh) == ("土木工程", "")

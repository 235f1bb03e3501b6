//! Countries by three letters, as Hermes writes them.

use super::super::part::Text;
use super::super::path::Path;
use crate::model::{Country, Note, NoteKind};

/// ISO 3166-1 alpha-3 codes, sorted, each followed by the alpha-2 code of the same country
/// (<https://www.iso.org/obp/ui/#search/code/>, as of Debian's iso-codes 4.15).
const COUNTRIES: &str = "\
    ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT \
    AZEAZ BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO \
    BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG \
    COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO \
    DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB \
    GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY \
    HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT \
    JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY \
    LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH \
    MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA \
    NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE \
    PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA \
    SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR \
    SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO \
    TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG \
    VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW";

/// The country of the field `path`; one that is none is noted.
pub(super) fn read(code: &Text, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Country> {
    let code = code.read(path, notes)?;
    let country = country(code);
    if country.is_none() {
        Note::add(notes, NoteKind::Unreadable, path);
    }
    country
}

/// The country of three letters; two letters are read, too.
fn country(code: &str) -> Option<Country> {
    let code = code.to_ascii_uppercase();
    let two = COUNTRIES.split(' ').find_map(|pair| pair.strip_prefix(&code).filter(|rest| rest.len() == 2));
    two.or(Some(&code).filter(|code| code.len() == 2).map(String::as_str))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_letters_become_two() {
        let found = |code: &str| country(code).map(|country| country.to_string());
        for (three, two) in [("DEU", "DE"), ("aut", "AT"), ("GBR", "GB"), ("ZWE", "ZW"), ("ABW", "AW")] {
            assert_eq!(found(three).as_deref(), Some(two));
        }
        assert_eq!(found("FR").as_deref(), Some("FR"));
        for odd in ["", "D", "XXX", "DEUD", "DEUDE", "Germany"] {
            assert_eq!(found(odd), None, "{odd}");
        }
    }

    #[test]
    fn the_list_is_sorted_and_whole() {
        let pairs: Vec<&str> = COUNTRIES.split(' ').collect();
        assert_eq!(pairs.len(), 249);
        assert!(pairs.iter().all(|pair| pair.len() == 5));
        assert!(pairs.windows(2).all(|two| two[0][..3] < two[1][..3]));
    }
}

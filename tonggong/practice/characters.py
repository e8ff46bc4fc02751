"""Characters that names are made of, and those that clerks take for one another.

Frequencies are rough ranks, not statistics of real persons: a name drawn from them belongs to nobody in particular.
"""

# In falling order of frequency; the weights are made from the rank.
SURNAMES = (
    "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 "
    "叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 雷 钱 汤 尹 黎 易 常 武 乔 "
    "贺 赖 龚 文 庞 樊 兰 殷 施 陶 洪 翟 安 颜 倪 严 牛 温 芦 季 俞 章 鲁 葛 伍 韦 申 尤 毕 聂 丛 焦 向 柳 邢 路 岳 齐 初 梅 莫 庄 辛 管 祝 左 涂 谷 "
    "祁 时 舒 耿 牟 卜 詹 关 苗 凌 费 纪 靳 盛 童 欧 甄 项 曲 成 游 阳 裴 席 卫 查 屈 鲍 位 覃 霍 翁 隋 植 甘 景 薄 单 包 司 柏 宁 柯 阮 桂 闵 欧阳 "
    "司马 上官 诸葛 司徒 东方 皇甫 尉迟 慕容 令狐 宇文"
).split()

MALE = (
    "伟强军勇杰涛明超刚平辉鹏斌波宇浩凯健俊峰磊亮建国志文海东成龙飞洋旭晨博阳新春林森山川江河岩松柏毅诚信义仁忠厚德福禄寿祥瑞庆丰收富贵荣光"
    "耀辰昊天泽润轩铭睿哲翰墨源泉帆航远达通顺利胜凡奇彬武威震雷霆虎豹彪魁冠群英豪雄才华栋梁材学礼智彦振兴邦安康宁静世万千里恒久永长生根树"
    "木水火土金铁钢石坤乾坚垒城堂境墅奎奥尚岗岱峻崇嵩巍川巨帅弘彻征律徽恒悟惟挺振政敬斐方旺显晋晏景朗桓楷楠榜槐欣殿毓汉沛洲浚涵渊湛溪滨滔潮澄烈照煌玉宝珠贤良善正直公民立业守业勤俭进步升腾跃奔驰骏骥鸿鹰翔羽"
)
FEMALE = (
    "芳娜敏静丽艳娟霞秀兰英华玲桂香梅琴云莲珍凤洁红燕淑慧巧美雪荣爱妹琳晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君蕊薇菁梦岚"
    "苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝思心萍莉花月圆素云彩芝芬芹菊桃杏樱"
    "桐梓楠若诗语苓芷茉蔓葵芊蕾苏苇芮苒莘茵荟菀菡蕴藜妙妤妮姗娥娉婉媛嫣嫦娴婳宛宸尔巾帆彤忆怜恬惜惠念昀映曼棠榕楚涵雨萱紫琪琦璐瑜瑛瑞珂珮翠碧绿黎曦晴晗暖春夏冬满盈贞节惠贤芙"
)
NEUTRAL = "晓小子玉文明春海新立志学家庆永长金宝世景占连洪凤广德福生元少和平安宁一乐佳嘉艺祺安然清雅林森阳辰宇星月云峰岭川野原朝夕旦昕昱晖煜烁炎焕灿"

# Names of other nationalities with a middle dot, put together at random.
DOTTED_FIRST = "阿依 巴特 古丽 买买提 哈斯 那仁 其其 乌云 图雅 阿古拉 帕提 迪丽".split()
DOTTED_LAST = "巴图 托合提 那木拉 艾山 吐尔逊 孟和 依明 热合曼 苏和 朝鲁".split()

# Characters that sound alike or look alike: a clerk who listens or copies writes one for the other.
HOMOPHONES = (
    "伟玮炜纬", "张章", "淑叔", "丽莉俐", "红宏洪鸿", "华花桦", "军君均", "英瑛莹", "杰洁", "峰锋丰", "平萍苹", "霞侠", "秀绣", "兰岚蓝", "玲铃灵", "静婧靖",
    "艳燕雁", "娟涓", "明铭鸣", "志智", "国果", "建健", "文雯", "海亥", "成诚程", "新欣心", "林琳霖", "涛韬", "浩昊皓", "宇雨羽", "波博", "刚钢", "勇永咏",
    "强墙", "东冬", "芳方", "敏闵", "慧惠会", "珍真贞", "凤奉", "云芸耘", "梅眉", "琴芹勤", "莲连", "香湘", "桂贵", "荣容蓉", "春椿", "秋邱", "晓小", "佳家嘉",
    "玉育钰", "金锦今", "立力利", "庆清青", "福富", "祥翔详", "瑞睿锐", "辉晖", "旭序", "晨辰臣", "阳杨洋", "泽则", "轩宣", "婷亭", "颖影", "悦月", "怡宜", "思斯",
    "陈程", "刘柳", "王汪", "李黎", "吴武", "徐许", "孙荪", "胡户", "于余俞", "付傅", "肖萧", "阎闫严", "姜江", "魏卫", "邱丘", "宋松", "谭谈", "贺何", "陆路",
)  # fmt: skip
# The written forms of before the reform, and variants some name papers keep.
VARIANTS = dict(
    zip(
        "国华东军龙凤荣兰庆丰义万云艳丽静晓宝刚强杰启峰泽润飞马刘张陈杨赵黄吴孙郑冯韩邓苏叶钱严卢钟岭显双济宁颖莲莹伟娟亚红",
        "國華東軍龍鳳榮蘭慶豐義萬雲艷麗靜曉寶剛強傑啟峯澤潤飛馬劉張陳楊趙黃吳孫鄭馮韓鄧蘇葉錢嚴盧鐘嶺顯雙濟寧穎蓮瑩偉娟亞紅",
        strict=True,
    )
)
DOTS = "·•．.‧・"

SOUNDS_LIKE: dict[str, str] = {}
for _group in HOMOPHONES:
    for _one in _group:
        SOUNDS_LIKE[_one] = SOUNDS_LIKE.get(_one, "") + _group.replace(_one, "")
VARIANTS = {plain: other for plain, other in VARIANTS.items() if plain != other}
